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

    private final LongSupplier nanos;
    private final Map<String, OfCode> byCode = new TreeMap<>();

    DeadLetterLog(LongSupplier nanos) {
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

    private static void tell(String code, OfCode of, long nowNanos) {
        LOG.atWarn()
                .addKeyValue("code", code)
                .addKeyValue("count", of.untold)
                .addKeyValue("partition", of.first.partition())
                .addKeyValue("offset", of.first.offset())
                .addKeyValue("reason", ForeignText.shorten(of.reason, LONGEST_REASON))
                .log(
                        "created records became dead letters; this is the first record, and `dlt list` has the places of the letters");
        of.untold = 0;
        of.told = true;
        of.toldNanos = nowNanos;
    }
}
