package io.mpsbridge.cli;

import io.mpsbridge.input.ShellWord;
import java.io.File;

/** How this process was started, so that commands in messages can be typed as they stand. */
final class Invocation {
    private static final String NAME = "mps-bridge";
    private static final String PREFIX = startedBy(System.getProperty("java.class.path", ""));

    private Invocation() {}

    /** The words before a command, such as {@code java -jar target/mps-bridge.jar}. */
    static String prefix() {
        return PREFIX;
    }

    /** A command to type, such as {@code dlt list}, with the words before it. */
    static String command(String words) {
        return PREFIX + " " + words;
    }

    /** Under {@code java -jar} the class path is the jar alone, as it was typed. */
    static String startedBy(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
                ? "java -jar " + ShellWord.quoted(classPath)
                : NAME;
    }
}
