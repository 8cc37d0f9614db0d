package io.mpsbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.event.RecordHeader;
import io.mpsbridge.task.Origin;
import io.mpsbridge.testing.CapturedLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterLogTest {

    private final CapturedLog logged = CapturedLog.of(DeadLetterLog.class);
    private long nowNanos = -Duration.ofDays(1).toNanos();
    private final DeadLetterLog letters = new DeadLetterLog("orders", () -> nowNanos);

    @AfterEach
    void stopListening() {
        logged.close();
    }

    private void letter(String code, long offset) {
        OutboundRecord record = new OutboundRecord(
                "dlt",
                null,
                "x".getBytes(UTF_8),
                List.of(RecordHeader.text("__dlq.errors.message", "say \"it\" in JSON\u001b[31m")));
        letters.add(new Encoded.Letter(record, code), new Origin(2, 1, offset, 9));
    }

    private List<String> lines() {
        return logged.events().stream()
                .map(event -> event.getKeyValuePairs().toString())
                .toList();
    }

    @Test
    void lettersOfOneCodeAreOneWarningWithTheirNumberTheFirstAndItsReason() {
        for (int offset = 0; offset < 15; offset++) {
            letter("not-json", offset);
        }
        letters.tell();
        letters.tell();

        assertThat(logged.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.WARN));
        assertThat(lines().get(0))
                .contains("code=\"not-json\"", "count=\"15\"", "record=\"orders/2/0\"", "say 'it' in JSON")
                .doesNotContain("\u001b");
    }

    @Test
    void moreOfThemAreOneLineAMinuteAndAnotherCodeIsToldAtOnce() {
        letter("not-json", 0);
        letters.tell();
        for (int second = 1; second <= 150; second++) {
            nowNanos += Duration.ofSeconds(1).toNanos();
            letter("not-json", second);
            letters.tell();
        }
        letter("invalid-field", 200);
        letters.tell();
        nowNanos += Duration.ofMinutes(1).toNanos();
        letters.tell();
        letters.tell();

        assertThat(lines())
                .extracting(line -> line.replaceAll(".*code=\"([^\"]*)\".*count=\"(\\d+)\".*", "$1 $2"))
                .containsExactly("not-json 1", "not-json 60", "not-json 60", "invalid-field 1", "not-json 30");
    }
}
