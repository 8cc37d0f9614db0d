package io.mpsbridge.cli;

import io.mpsbridge.input.ForeignText;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code ext} beside the bridge's jar: jars with classes that client settings name, such as login handlers.
 * {@code java -jar} takes no class path, so they get a class loader of their own. Kafka's clients ask that of the
 * thread, and every thread hands it on to those it starts.
 */
final class ExtensionFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ExtensionFolder.class);
    private static final String NAME = "ext";

    private ExtensionFolder() {}

    /** Lets this thread and those it starts find the classes in the folder beside the application. */
    static void open(Class<?> application) throws IOException {
        open(beside(application));
    }

    static void open(Path folder) throws IOException {
        List<URL> jars = jars(folder);
        if (!jars.isEmpty()) {
            ClassLoader own = ExtensionFolder.class.getClassLoader();
            Thread.currentThread().setContextClassLoader(new URLClassLoader(NAME, jars.toArray(URL[]::new), own));
        }
    }

    private static Path beside(Class<?> application) throws IOException {
        CodeSource source = application.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).resolveSibling(NAME);
        } catch (URISyntaxException e) {
            throw new IOException("the folder of " + source.getLocation() + " is not known", e);
        }
    }

    /** A class loader passes over such a jar in silence, and its classes are said not to exist. */
    private static void warnIfDamaged(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            LOG.atDebug()
                    .addKeyValue("jar", jar)
                    .addKeyValue("entries", opened.size())
                    .log("a jar in ext");
        } catch (IOException | SecurityException e) {
            LOG.atWarn()
                    .addKeyValue("jar", jar)
                    .addKeyValue("reason", ForeignText.of(e))
                    .log("a jar in the folder ext is damaged, so its classes are not found: copy it again");
        }
    }

    private static List<URL> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new IOException("the folder " + folder + " with further jars cannot be read: " + Text.reason(e), e);
        }
        // The same order everywhere, whatever the file system's.
        Collections.sort(files);
        List<URL> jars = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new IOException(file + " cannot be read: let the user that runs the bridge read it");
            }
            warnIfDamaged(file);
            jars.add(file.toUri().toURL());
        }
        return jars;
    }
}
