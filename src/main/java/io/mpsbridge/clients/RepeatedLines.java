package io.mpsbridge.clients;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.mpsbridge.input.ForeignText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Lets each warning of Kafka's clients through once in 30 s. A client tries again several times a second, and says the
 * same each time: a refused join, a failed login. Then says how many were left out. Lines that differ in numbers and
 * ids only are the same; the first of each is never lost. Thread-safe.
 */
public final class RepeatedLines extends TurboFilter {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RepeatedLines.class);
    private static final String CLIENTS = "org.apache.kafka.";
    private static final Duration WINDOW = Duration.ofSeconds(30);
    /** Of more than these the oldest is forgotten. */
    private static final int MOST = 100;

    private static final int SHOWN_CHARS = 300;
    private static final Pattern VARYING = Pattern.compile("[0-9a-fA-F]*[0-9][0-9a-fA-F-]*");

    private final LongSupplier nanos;
    /** In the order of their beginnings, as their ends are too. Guarded by this. */
    private final Map<String, Line> lines = new LinkedHashMap<>();

    private volatile boolean leftOut;

    /** For Logback, which makes it by its name. */
    public RepeatedLines() {
        this(System::nanoTime);
    }

    RepeatedLines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Line {
        private final String logger;
        private final String text;
        private final long sinceNanos;
        private long leftOut;

        Line(String logger, String text, long sinceNanos) {
            this.logger = logger;
            this.text = text;
            this.sinceNanos = sinceNanos;
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Logback's declaration says nothing of its nulls
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        boolean counts = format != null
                && level.isGreaterOrEqual(Level.WARN)
                && logger.getName().startsWith(CLIENTS)
                && level.isGreaterOrEqual(logger.getEffectiveLevel());
        if (!counts && !leftOut) {
            return FilterReply.NEUTRAL;
        }
        long nowNanos = nanos.getAsLong();
        over(nowNanos).forEach(RepeatedLines::tell);
        if (!counts) {
            return FilterReply.NEUTRAL;
        }
        String text = format + " " + Arrays.toString(arguments) + (failure == null ? "" : " " + failure);
        return isRepeated(logger.getName(), text, nowNanos) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private synchronized boolean isRepeated(String logger, String text, long nowNanos) {
        String key = logger + " " + VARYING.matcher(text).replaceAll("#");
        Line known = lines.get(key);
        if (known == null) {
            lines.put(key, new Line(logger, text, nowNanos));
            return false;
        }
        known.leftOut++;
        leftOut = true;
        return true;
    }

    /** Takes out the lines whose time is over, and gives those of which some were left out. */
    private synchronized List<Line> over(long nowNanos) {
        List<Line> told = new ArrayList<>();
        Iterator<Line> each = lines.values().iterator();
        while (each.hasNext()) {
            Line line = each.next();
            if (nowNanos - line.sinceNanos < WINDOW.toNanos() && lines.size() < MOST) {
                break;
            }
            each.remove();
            if (line.leftOut > 0) {
                told.add(line);
            }
        }
        leftOut = lines.values().stream().anyMatch(line -> line.leftOut > 0);
        return told;
    }

    private static void tell(Line line) {
        LOG.atWarn()
                .addKeyValue("logger", line.logger)
                .addKeyValue("times", line.leftOut)
                .addKeyValue("line", ForeignText.shorten(line.text, SHOWN_CHARS))
                .log("a Kafka client repeated a line, which was not logged each time");
    }
}
