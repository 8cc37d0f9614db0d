package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mpsbridge.testing.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The alert rules fire when they should, at no other time, and say what to do. */
class AlertsTest {

    private static final Path DIRECTORY = Path.of("docker", "observability");
    private static final String RUNBOOK = "src/docs/operations.md";
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void prometheusUnderstandsTheRulesAndTheirTestsPass() throws Exception {
        assumeThat(Files.isExecutable(PROMTOOL))
                .as("%s, to test the alert rules with", PROMTOOL)
                .isTrue();

        promtool("check", "rules", "alerts.yaml");
        promtool("test", "rules", "alerts.test.yaml");
    }

    @Test
    void everyAlertIsSeenToFireInATest() throws Exception {
        List<String> fired = yaml("alerts.test.yaml").findValues("alert_rule_test").stream()
                .flatMap(AlertsTest::elements)
                .filter(test -> test.has("exp_alerts"))
                .map(test -> test.path("alertname").asText())
                .distinct()
                .toList();

        assertThat(fired).containsExactlyInAnyOrderElementsOf(alerts());
    }

    @Test
    void everyAlertHasASectionThatSaysWhatToDo() throws Exception {
        List<String> sections = Files.readAllLines(Path.of(RUNBOOK)).stream()
                .filter(line -> line.startsWith("### MpsBridge"))
                .map(line -> line.substring("### ".length()))
                .toList();

        assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts());
        assertThat(yaml("alerts.yaml").findValues("rules").stream().flatMap(AlertsTest::elements))
                .allSatisfy(rule -> assertThat(
                                rule.path("annotations").path("runbook").asText())
                        .isEqualTo(RUNBOOK + "#" + rule.path("alert").asText().toLowerCase(Locale.ROOT)));
    }

    private static List<String> alerts() throws IOException {
        return yaml("alerts.yaml").findValuesAsText("alert");
    }

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(DIRECTORY.resolve(file).toFile());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static void promtool(String command, String subcommand, String file) throws Exception {
        ProgramRun.succeeding(DIRECTORY, LIMIT, List.of(PROMTOOL.toString(), command, subcommand, file));
    }
}
