package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.bare;
import static io.mpsbridge.event.EventFixtures.record;
import static io.mpsbridge.event.EventFixtures.rejection;
import static io.mpsbridge.event.EventFixtures.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.event.Decoded.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreatedDataTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not-json|hello",
                "not-json|{\"taskId\":\"t\"",
                "not-json|{\"taskId\":\"t\"}{\"taskId\":\"t\"}",
                "not-json|{\"taskId\":\"t\"} //",
                "not-json|{\"taskId\":\"t\",}",
                "not-json|{'taskId':'t'}",
                "not-json|{\"taskId\":NaN}",
                "not-json|{\"taskId\":\"a\u0001b\"}",
                "not-an-object|[]",
                "not-an-object|\"t\"",
                "not-an-object|12",
                "not-an-object|null",
                "duplicate-field|{\"taskId\":\"t\",\"taskId\":\"t\"}",
                "duplicate-field|{\"taskId\":\"t\",\"x\":1,\"\\u0078\":1}",
                "missing-task-id|{}",
                "missing-task-id|{\"taskId\":null}",
                "missing-task-id|{\"TaskId\":\"t\"}",
                "invalid-field|{\"taskId\":1}",
                "invalid-field|{\"taskId\":[\"t\"]}",
                "invalid-field|{\"taskId\":\"\"}",
                "invalid-field|{\"taskId\":\"a b\"}",
                "invalid-field|{\"taskId\":\"a\\u0000\"}",
                "invalid-field|{\"taskId\":\"a\\u00a0\"}",
                "invalid-field|{\"taskId\":\"a\\u200b\"}",
                "invalid-field|{\"taskId\":\"a\\ud800\"}",
                "invalid-field|{\"taskId\":\"a\\uffff\"}",
                "invalid-field|{\"taskId\":\"t\",\"model\":1}",
                "invalid-field|{\"taskId\":\"t\",\"model\":\"a\\n\"}",
                "invalid-field|{\"taskId\":\"t\",\"model\":\"\\udc00\"}",
                "invalid-field|{\"taskId\":\"t\",\"submittedAt\":1700000000}",
                "invalid-field|{\"taskId\":\"t\",\"submittedAt\":\"2026-11-23\"}",
                "invalid-field|{\"taskId\":\"t\",\"deadline\":\"2026-11-23T10:00:00\"}",
                "invalid-field|{\"taskId\":\"t\",\"deadline\":\"\"}",
                "invalid-field|{\"taskId\":\"t\",\"metadata\":[]}",
                "invalid-field|{\"taskId\":\"t\",\"metadata\":\"{}\"}",
            })
    void whatIsWrongIsNamed(String code, String json) {
        Rejection rejection = rejection(bare(json));

        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.message()).isNotBlank().hasSizeLessThanOrEqualTo(600);
    }

    @Test
    void theMessageNamesTheFieldAndWhatToSend() {
        assertThat(rejection(bare("{\"taskId\":\"t\",\"deadline\":\"soon\"}")).message())
                .isEqualTo("the field 'deadline' must be a moment after RFC 3339 such as 2026-11-23T09:30:00Z,"
                        + " is \"soon\"");
        assertThat(rejection(bare("{\"taskId\":7}")).message())
                .isEqualTo("the field 'taskId' must be a string, is a number");
        assertThat(rejection(bare("{\n  \"taskId\": t}")).message()).contains("line 2, column");
    }

    @Test
    void hostileTextsAreShownShortAndPrintable() {
        String message = rejection(bare("{\"taskId\":\"\\u001b[31m" + "x".repeat(200) + "\"}"))
                .message();

        assertThat(message).hasSizeLessThan(150).contains("\ufffd[31mxxx").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "1-aB_:/.~", "任务", "😀", "ä", "a\u0301"})
    void visibleTaskIdsAreTaken(String taskId) {
        assertThat(task(bare("{\"taskId\":\"" + taskId + "\"}")).taskId()).isEqualTo(taskId);
    }

    @Test
    void lengthsCountCodePoints() {
        String longest = "😀".repeat(256);

        assertThat(task(bare("{\"taskId\":\"" + longest + "\",\"model\":\"" + longest + "\"}"))
                        .taskId())
                .isEqualTo(longest);
        assertThat(rejection(bare("{\"taskId\":\"" + longest + "x\"}")).message())
                .contains("has 257");
        assertThat(rejection(bare("{\"taskId\":\"t\",\"model\":\"" + longest + "x\"}"))
                        .message())
                .contains("at most 256");
    }

    @Test
    void depthNumbersAndNamesAreBounded() {
        String deep = "{\"taskId\":\"t\",\"metadata\":" + "{\"a\":".repeat(198) + "1" + "}".repeat(198) + "}";
        String deeper = "{\"taskId\":\"t\",\"x\":" + "[".repeat(100_000);

        assertThat(task(bare(deep)).metadata()).hasSize(198 * 6 + 1);
        assertThat(rejection(bare(deep.replace("1", "{}").replace("{}", "[[1]]")))
                        .code())
                .isEqualTo("json-too-large");
        assertThat(rejection(bare(deeper)).message()).doesNotContain("StreamReadConstraints");
        assertThat(rejection(bare(deeper)).code()).isEqualTo("json-too-large");
        assertThat(rejection(bare("{\"taskId\":" + "1".repeat(1001) + "}")).code())
                .isEqualTo("json-too-large");
        assertThat(rejection(bare("{\"" + "n".repeat(10_001) + "\":1}")).code()).isEqualTo("json-too-large");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFF, 0xC0, 0x80, 0xF8})
    void invalidUtf8IsRejectedAlsoWhereNobodyLooks(int bad) {
        byte[] value = "{\"taskId\":\"t\",\"unknown\":\"#\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        value[value.length - 3] = (byte) bad;

        assertThat(rejection(record(value, List.of())).code()).isEqualTo("not-utf-8");
    }
}
