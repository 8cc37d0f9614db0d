package io.mpsbridge.mps;

import java.nio.file.Path;

/** A file and the setting that names it. */
record KeyedFile(String key, Path file) {

    /** For messages. */
    String shown() {
        return key + ": " + file;
    }
}
