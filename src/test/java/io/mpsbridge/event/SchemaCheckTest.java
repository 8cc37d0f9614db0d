package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {

    private static List<String> problems(String event, String document) {
        return SchemaCheck.problems(event, document.getBytes(UTF_8));
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
                "task-created|{\"taskId\":7}|/taskId",
                "task-created|{\"taskId\":\"t\",\"submittedAt\":\"soon\"}|/submittedAt",
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
        assertThat(SchemaCheck.problems("task-completed", new byte[] {'{', (byte) 0xFF}))
                .singleElement()
                .asString()
                .contains("UTF-8");
        assertThatThrownBy(() -> problems("task-unknown", "{}")).hasMessageContaining("task-unknown");
    }
}
