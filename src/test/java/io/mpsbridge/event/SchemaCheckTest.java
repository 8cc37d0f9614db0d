package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {

    private static List<String> problems(String event, String document) {
        return SchemaCheck.problems(event, document.getBytes(UTF_8), Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "examples/task-created.json, task-created",
        "examples/task-created.minimal.json, task-created",
        "examples/task-created.structured.json, task-created",
        "examples/task-completed.json, task-completed",
        "examples/task-failed.json, task-failed",
    })
    void theExamplesAreValid(String example, String event) {
        assertThat(problems(event, Schemas.find(example).orElseThrow().text())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "task-created|{}|taskId",
                "task-created|{\"taskId\":7}|taskId",
                "task-created|{\"taskId\":\"t\",\"submittedAt\":\"soon\"}|submittedAt",
                "task-created|{\"taskId\":\"t\",\"taskId\":\"u\"}|more than once",
                "task-created|{\"specversion\":\"1.0\",\"data\":{\"taskId\":\"t\"}}|id",
                "task-created|[]|object",
                "task-created|{|JSON",
                "task-failed|{\"taskId\":\"t\",\"reason\":\"x\"}|message",
            })
    void whatIsWrongIsNamed(String event, String document, String named) {
        assertThat(problems(event, document))
                .anySatisfy(problem -> assertThat(problem).contains(named));
    }

    @Test
    void bytesThatAreNoTextAreToldSo() {
        assertThat(SchemaCheck.problems("task-completed", new byte[] {'{', (byte) 0xFF}, Map.of()))
                .singleElement()
                .asString()
                .contains("UTF-8");
        assertThatThrownBy(() -> problems("task-unknown", "{}")).hasMessageContaining("task-unknown");
    }

    private static Map<String, String> headers(String... namesAndTexts) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            headers.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return headers;
    }

    private static List<String> problems(String event, Map<String, String> headers, String document) {
        return SchemaCheck.problems(event, document.getBytes(UTF_8), headers);
    }

    @Test
    void theHeadersOfABinaryEventAreChecked() {
        String task = "{\"taskId\":\"t\"}";

        assertThat(problems(
                        "task-created",
                        headers("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/orders", "ce_type", "t"),
                        task))
                .isEmpty();
        assertThat(problems("task-created", headers("ce_specversion", "1.0", "ce_source", "/o", "ce_type", "t"), task))
                .containsExactly("the attribute 'id' is missing; a CloudEvent needs specversion, id, source and type");
        assertThat(problems(
                        "task-created",
                        headers("ce_specversion", "1.0", "ce_id", "1", "ce_source", "a b", "ce_type", "t"),
                        task))
                .containsExactly("the attribute 'source' must be a URI reference such as /orders, is \"a b\"");
        assertThat(problems("task-created", headers("ce_specversion", "0.3"), task))
                .singleElement()
                .asString()
                .contains("'specversion' must be 1.0");
        assertThat(problems("task-created", headers("content-type", "application/cloudevents+json"), task))
                .singleElement()
                .asString()
                .contains("data");
    }

    @Test
    void aTerminalEventsTypeIsInItsHeaders() {
        String failed = Schemas.find("examples/task-failed.json").orElseThrow().text();
        Map<String, String> headers = headers(
                "ce_specversion", "1.0", "ce_id", "1", "ce_source", "/b", "ce_type", "io.mpsbridge.task.failed.v1");

        assertThat(problems("task-failed", headers, failed)).isEmpty();
        headers.put("ce_type", "io.mpsbridge.task.completed.v1");
        assertThat(problems("task-failed", headers, failed))
                .singleElement()
                .asString()
                .startsWith("the attribute 'type' must be io.mpsbridge.task.failed.v1, is ");
    }

    @Test
    void aStructuredEventNamesWhatItLacksAndNoClassOfALibrary() {
        assertThat(problems(
                        "task-created",
                        Map.of(),
                        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/o\",\"data\":{\"taskId\":\"t\"}}"))
                .containsExactly(
                        "the attribute 'type' is missing; a CloudEvent needs specversion, id, source and type");
        for (String odd : List.of(
                "{\"specversion\":\"1.0\",\"id\":1,\"source\":\"/o\",\"type\":true,\"data\":{\"taskId\":\"t\"}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\":\",\"type\":\"t\",\"data\":{\"taskId\":\"t\"}}",
                "{\"specversion\":1.0,\"id\":\"1\",\"source\":\"/o\",\"type\":\"t\",\"data\":{\"taskId\":\"t\"}}")) {
            assertThat(problems("task-created", Map.of(), odd))
                    .as(odd)
                    .allSatisfy(problem ->
                            assertThat(problem).doesNotContain("REDACTED", "com.", "io.cloudevents", "java."));
        }
    }

    @Test
    void rulesOfTheSchemaAreOneClauseThatBeginsWithTheField() {
        assertThat(problems("task-created", Map.of(), "{\"taskId\":7}"))
                .containsExactly("the field 'taskId' must be a string, is an integer");
        assertThat(problems("task-created", Map.of(), "{}")).containsExactly("the document lacks the field 'taskId'");
        assertThat(problems("task-created", Map.of(), "{\"taskId\":\"t\",\"submittedAt\":\"now\",\"kind\":\"x\"}"))
                .contains("the field 'submittedAt' must be a date-time")
                .anyMatch(problem -> problem.startsWith("the field 'kind' must be one of "));
    }
}
