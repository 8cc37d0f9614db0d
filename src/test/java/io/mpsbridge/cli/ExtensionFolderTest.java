package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.testing.CapturedLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars in the folder {@code ext} are found by Kafka's clients. */
class ExtensionFolderTest {

    private static final String HANDLER = """
            package users;
            public class Handler implements org.apache.kafka.common.security.auth.AuthenticateCallbackHandler {
                @Override public void configure(java.util.Map<String, ?> configs, String mechanism,
                        java.util.List<javax.security.auth.login.AppConfigurationEntry> entries) {
                    throw new IllegalStateException("the user's handler for " + mechanism);
                }
                @Override public void handle(javax.security.auth.callback.Callback[] callbacks) {}
                @Override public void close() {}
            }
            """;
    private static final Map<String, Object> CLIENT = Map.of(
            "bootstrap.servers",
            "127.0.0.1:1",
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=p;",
            "sasl.client.callback.handler.class",
            "users.Handler");

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void aClientUsesAHandlerThatIsOnlyThere() throws Exception {
        assertThatThrownBy(() -> Admin.create(CLIENT)).hasStackTraceContaining("users.Handler could not be found");
        jar(folder.resolve("handler.jar"));

        ExtensionFolder.open(folder);

        assertThatThrownBy(() -> Admin.create(CLIENT))
                .isInstanceOf(KafkaException.class)
                .hasStackTraceContaining("the user's handler for PLAIN");
    }

    @Test
    void withoutJarsNothingChanges() throws IOException {
        Files.writeString(folder.resolve("README"), "jars go here");

        ExtensionFolder.open(folder);
        ExtensionFolder.open(folder.resolve("none"));

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aDamagedJarIsNamedAndTheOthersAreUsed() throws Exception {
        jar(folder.resolve("handler.jar"));
        byte[] whole = Files.readAllBytes(folder.resolve("handler.jar"));
        Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, whole.length / 2));

        try (CapturedLog log = CapturedLog.of(ExtensionFolder.class)) {
            ExtensionFolder.open(folder);

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("damaged", "jar=" + folder.resolve("cut.jar"));
        }
        assertThatThrownBy(() -> Admin.create(CLIENT)).hasStackTraceContaining("the user's handler for PLAIN");
    }

    private void jar(Path jar) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source/users")).resolve("Handler.java");
        Files.writeString(source, HANDLER);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(compiled).isZero();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("users/Handler.class"));
            Files.copy(classes.resolve("users/Handler.class"), out);
            out.closeEntry();
        }
    }
}
