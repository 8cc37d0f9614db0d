package io.mpsbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.TaskOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The licence that the pom names goes wherever the classes go. */
class LicenceTest {
    private static final String NAME = "META-INF/LICENSE";
    /** Of the text that apache.org publishes. */
    private static final String SHA_256 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30";

    @Test
    void theApacheLicenceLiesVerbatimBesideTheClasses() throws Exception {
        byte[] text = beside(TaskOutcome.class);

        assertThat(new String(text, StandardCharsets.UTF_8)).contains("Apache License", "Version 2.0, January 2004");
        assertThat(sha256(text)).isEqualTo(SHA_256);
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<name>Apache-2.0</name>");
    }

    /** Libraries bring licences of the same name: ours is the one that comes from where the classes do. */
    private static byte[] beside(Class<?> type) throws IOException, URISyntaxException {
        URI home = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        List<URL> found = type.getClassLoader()
                .resources(NAME)
                .filter(url -> url.toString().contains(home.getRawPath()))
                .toList();
        assertThat(found).hasSize(1);
        try (InputStream in = found.get(0).openStream()) {
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
