package io.mpsbridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.EventContext;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventIdTest {
    private static UUID id(String source, String id, String taskId, String type, String replay) {
        return EventId.of(new EventContext(source, id, 0, 0, null, null, null, null, replay), taskId, type);
    }

    /** The ids are part of the contract. These were computed by other software (Python's hashlib and uuid). */
    @ParameterizedTest
    @CsvSource({
        "/orders, evt-1, 123-task, io.mpsbridge.task.completed.v1, , 9b095c0e-7aeb-5cad-9bb4-1890134b359e",
        "/orders, evt-1, 123-task, io.mpsbridge.task.failed.v1, , 37592567-c968-546e-9c3d-8b26c79616f0",
        "/orders, evt-1, 123-task, io.mpsbridge.task.completed.v1, monday, 8ebf7396-81d7-52a3-932a-38e7808509e0",
        "task-created, task-created/3/42, 任务-1, io.mpsbridge.task.completed.v1, , 9bee907a-422c-55da-989e-13f5234bc3cd",
    })
    void theIdOfAnEventNeverChanges(
            String source, String id, String taskId, String type, String replay, UUID expected) {
        assertThat(id(source, id, taskId, type, replay)).isEqualTo(expected);
    }

    @Property(tries = 200)
    void itIsAVersion5UuidThatMovesNoBorderBetweenParts(@ForAll String source, @ForAll String id) {
        UUID uuid = id(source, id, "t", "type", null);

        assertThat(uuid.version()).isEqualTo(5);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(id(source + "x", id, "t", "type", null)).isNotEqualTo(id(source, "x" + id, "t", "type", null));
        assertThat(id(source, id, "t", "type", "")).isEqualTo(uuid);
    }
}
