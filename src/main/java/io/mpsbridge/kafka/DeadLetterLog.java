package io.mpsbridge.kafka;

import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.Origin;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs dead letters once committed: for each code a line at once, and then at most one a minute that counts those
 * since. Owned by the loop's thread.
 */
final class DeadLetterLog {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterLog.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 300;

    private final String topic;
    private final LongSupplier nanos;
    private final Map<String, OfCode> byCode = new TreeMap<>();

    /** @param topic the created records' */
    DeadLetterLog(String topic, LongSupplier nanos) {
        this.topic = topic;
        this.nanos = nanos;
    }

    /** Of one code: what has not been told. */
    private static final class OfCode {
        private long untold;
        private Origin first;
        private String reason = "";
        private boolean told;
        private long toldNanos;

        OfCode(Origin first) {
            this.first = first;
        }
    }

    void add(Encoded.Letter letter, Origin origin) {
        OfCode of = byCode.computeIfAbsent(letter.code(), code -> new OfCode(origin));
        if (of.untold == 0) {
            of.first = origin;
            of.reason = DeadLetter.message(letter.record());
        }
        of.untold++;
    }

    /** Logs what is due. */
    void tell() {
        if (byCode.isEmpty()) {
            return;
        }
        long nowNanos = nanos.getAsLong();
        byCode.forEach((code, of) -> {
            if (of.untold > 0 && (!of.told || nowNanos - of.toldNanos >= EVERY.toNanos())) {
                tell(code, of, nowNanos);
            }
        });
    }

    private void tell(String code, OfCode of, long nowNanos) {
        LOG.atWarn()
                .addKeyValue("code", code)
                .addKeyValue("count", of.untold)
                .addKeyValue("record", topic + "/" + of.first.partition() + "/" + of.first.offset())
                .addKeyValue("reason", withoutQuotes(ForeignText.shorten(of.reason, LONGEST_REASON)))
                .log(
                        "created records became dead letters; this is the first record; `dlt list` names its letter as PARTITION:OFFSET, for `dlt show`");
        of.untold = 0;
        of.told = true;
        of.toldNanos = nowNanos;
    }

    /** The log puts the reason into quotes. */
    private static String withoutQuotes(String reason) {
        return reason.replace('"', '\'');
    }
}
