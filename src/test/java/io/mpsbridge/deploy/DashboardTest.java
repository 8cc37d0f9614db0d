package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The dashboard fits any Grafana, whatever its data source is called. */
class DashboardTest {

    private static final Path GRAFANA = Path.of("docker", "observability", "grafana");
    private static final String CHOSEN = "${datasource}";
    private static final int COLUMNS = 24;

    private final JsonNode dashboard;

    DashboardTest() throws Exception {
        dashboard =
                new ObjectMapper().readTree(GRAFANA.resolve("mps-bridge.json").toFile());
    }

    @Test
    void thePersonWhoLooksChoosesTheDataSource() {
        JsonNode first = dashboard.path("templating").path("list").path(0);

        assertThat(first.path("name").asText()).isEqualTo("datasource");
        assertThat(first.path("type").asText()).isEqualTo("datasource");
        assertThat(first.path("query").asText()).isEqualTo("prometheus");
    }

    @Test
    void panelsQueriesAndVariablesAskTheChosenDataSourceAndNoOther() {
        List<JsonNode> asking = new ArrayList<>(panels().toList());
        asking.addAll(queries().toList());
        asking.addAll(elements(dashboard.path("templating").path("list"))
                .filter(variable -> variable.path("type").asText().equals("query"))
                .toList());

        assertThat(asking)
                .hasSizeGreaterThan(50)
                .allSatisfy(each ->
                        assertThat(each.has("datasource")).as(each.toString()).isTrue());
        assertThat(dashboard.findValues("datasource")).hasSameSizeAs(asking).allSatisfy(source -> {
            assertThat(source.path("type").asText()).isEqualTo("prometheus");
            assertThat(source.path("uid").asText()).isEqualTo(CHOSEN);
        });
    }

    @Test
    void composeProvisionsADataSourceThatCanBeChosen() throws Exception {
        JsonNode provisioned = new YAMLMapper()
                .readTree(GRAFANA.resolve("datasource.yaml").toFile())
                .path("datasources");

        assertThat(provisioned).singleElement().satisfies(source -> {
            assertThat(source.path("type").asText()).isEqualTo("prometheus");
            assertThat(source.path("isDefault").asBoolean()).isTrue();
        });
    }

    @Test
    void callsQuotaAndHoldsAreShownForEachAccountAndKind() {
        List<String> byAccountAndKind = expressions()
                .filter(expression -> expression.matches(".*by \\(account, kind(, by)?\\).*"))
                .toList();

        assertThat(byAccountAndKind)
                .anyMatch(each -> each.contains("rate(mpsbridge_polls_total{"))
                .anyMatch(each -> each.contains("mpsbridge_quota_share{"))
                .anyMatch(each -> each.contains("mpsbridge_polling_held{"));
    }

    @Test
    void everyExpressionIsOfTheChosenReplicas() {
        assertThat(expressions())
                .allSatisfy(expression -> assertThat(expression.split("mpsbridge_|jvm_|process_", -1))
                        .filteredOn(part -> part.contains("{"))
                        .allMatch(part -> part.contains("instance=~\"$instance\"")));
    }

    @Test
    void noTwoPanelsShareAnIdOrAPlace() {
        Set<Integer> ids = new HashSet<>();
        Set<Integer> cells = new HashSet<>();
        panels().forEach(panel -> {
            String title = panel.path("title").asText();
            assertThat(ids.add(panel.path("id").asInt())).as("id of %s", title).isTrue();
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt())
                    .as("width of %s", title)
                    .isLessThanOrEqualTo(COLUMNS);
            for (int x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(cells.add(y * COLUMNS + x))
                            .as("place of %s", title)
                            .isTrue();
                }
            }
        });
    }

    private Stream<JsonNode> panels() {
        return elements(dashboard.path("panels"));
    }

    private Stream<JsonNode> queries() {
        return panels().flatMap(panel -> elements(panel.path("targets")));
    }

    private Stream<String> expressions() {
        return queries().map(query -> query.path("expr").asText());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
