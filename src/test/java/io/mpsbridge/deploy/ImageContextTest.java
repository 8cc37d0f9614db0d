package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/**
 * The archive that a release's image is built from, and what the Dockerfile is let have of a checkout, are the same.
 */
class ImageContextTest {
    private static final Path DESCRIPTOR = Path.of("src", "assembly", "image-context.xml");
    private static final Path IGNORED = Path.of("docker", "Dockerfile.dockerignore");

    @Test
    void theArchiveHasTheDockerfileAndWhatItIsLetHave() throws Exception {
        List<String> archived =
                includes().stream().map(include -> include.replace("/**", "")).toList();
        List<String> allowed = Files.readAllLines(IGNORED).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(archived)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("docker/Dockerfile"), allowed.stream())
                        .toList())
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    private static List<String> includes() throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(DESCRIPTOR.toFile())
                .getElementsByTagName("include");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
