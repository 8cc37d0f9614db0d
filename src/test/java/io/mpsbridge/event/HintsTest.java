package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class HintsTest {

    @Example
    void theKeyOrTheValueNamesTheTask() {
        assertThat(Hints.taskIds(bytes("task-1"), null)).containsExactly("task-1");
        assertThat(Hints.taskIds(null, bytes("{\"taskId\":\"task-2\",\"more\":[1]}")))
                .containsExactly("task-2");
        assertThat(Hints.taskIds(bytes("task-1"), bytes("{\"taskId\":\"task-1\"}")))
                .containsExactly("task-1");
        assertThat(Hints.taskIds(bytes("order-7"), bytes("\uFEFF{\"taskId\":\"task-2\"}")))
                .containsExactly("order-7", "task-2");
    }

    @Example
    void whatIsNoHintHidesNothingOfWhatIsOne() {
        assertThat(Hints.taskIds(bytes("task-1"), bytes("<xml/>"))).containsExactly("task-1");
        assertThat(Hints.taskIds(new byte[] {(byte) 0xff}, bytes("{\"taskId\":\"task-2\"}")))
                .containsExactly("task-2");
    }

    @Example
    void whatNamesNoTaskIsIgnored() {
        assertThat(Hints.taskIds(null, null)).isEmpty();
        assertThat(Hints.taskIds(bytes(""), bytes(""))).isEmpty();
        assertThat(Hints.taskIds(bytes("two words"), bytes("[\"task-1\"]"))).isEmpty();
        assertThat(Hints.taskIds(bytes("x".repeat(257)), bytes("{\"taskId\":7}")))
                .isEmpty();
        assertThat(Hints.taskIds(new byte[2_000], bytes("{\"taskId\":\"a b\"}")))
                .isEmpty();
        assertThat(Hints.taskIds(null, "{\"taskId\":\"task-1\"}".getBytes(UTF_16)))
                .isEmpty();
        assertThat(Hints.taskIds(null, bytes("{\"taskId\":\"task-1\"")))
                .as("cut off")
                .isEmpty();
    }

    @Example
    void valuesThatAreTooLongAreNotRead() {
        String json = "{\"taskId\":\"task-1\",\"padding\":\"%s\"}";
        int padding = Hints.MOST_VALUE_BYTES - json.length() + 2;
        assertThat(Hints.taskIds(null, bytes(String.format(json, "x".repeat(padding)))))
                .hasSize(1);
        assertThat(Hints.taskIds(null, bytes(String.format(json, "x".repeat(padding + 1)))))
                .isEmpty();
    }

    @Property
    void noBytesAreAnError(@ForAll byte[] key, @ForAll byte[] value) {
        assertThat(Hints.taskIds(key, value)).allMatch(CreatedData::isTaskId);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
