package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mpsbridge.config.SettingsLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposeTest {
    private final JsonNode services;

    ComposeTest() throws Exception {
        services = new YAMLMapper()
                .readTree(Path.of("docker", "compose.yaml").toFile())
                .path("services");
    }

    @Test
    void theBridgeUnderstandsItsEnvironment() {
        Map<String, String> environment = new HashMap<>();
        services.path("bridge")
                .path("environment")
                .properties()
                .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));

        var configuration = new SettingsLoader(() -> "host").load(Map.of(), environment, null);

        assertThat(configuration.warnings()).isEmpty();
        assertThat(environment).containsKey("KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void everyTopicOfTheBridgeIsCreated() {
        List<String> created = new ArrayList<>();
        services.path("topics").path("command").forEach(each -> created.add(each.asText()));
        var topics = new SettingsLoader(() -> "host")
                .load(Map.of("kafka.bootstrap.servers", "kafka:9092"), Map.of(), null)
                .settings()
                .kafka()
                .topics();

        assertThat(created).contains(topics.created(), topics.completed(), topics.failed(), topics.deadLetter());
    }

    @Test
    void portsAreOpenToThisMachineAlone() {
        List<String> ports = new ArrayList<>();
        services.forEach(service -> service.path("ports").forEach(port -> ports.add(port.asText())));

        assertThat(ports)
                .containsExactlyInAnyOrder(
                        "127.0.0.1:9092:9092",
                        "127.0.0.1:8088:8088",
                        "127.0.0.1:8080:8080",
                        "127.0.0.1:9090:9090",
                        "127.0.0.1:3000:3000");
    }

    @Test
    void imagesThatAreNotOursArePinned() {
        assertThat(services.path("kafka").path("image").asText()).isEqualTo("apache/kafka:4.4.0");
        assertThat(services.findValuesAsText("image"))
                .hasSizeGreaterThan(2)
                .allSatisfy(image -> assertThat(image).matches("[a-z/-]+:(v?[0-9.]+|compose)"));
    }

    @Test
    void everyFileThatIsMountedIsThere() {
        services.forEach(service -> service.path("volumes").forEach(volume -> {
            String file = volume.asText().split(":", -1)[0];
            assertThat(Path.of("docker", file)).as(file).isRegularFile();
        }));
    }
}
