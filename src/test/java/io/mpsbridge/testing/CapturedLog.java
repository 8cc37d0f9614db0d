package io.mpsbridge.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What a logger says while this is open, each line with its key-values. */
public final class CapturedLog implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private final Level levelBefore;

    private CapturedLog(Logger logger, Level level) {
        this.logger = logger;
        this.levelBefore = logger.getLevel();
        logger.setLevel(level);
        appender.start();
        logger.addAppender(appender);
    }

    /** Those of one class, at the level that is set. */
    public static CapturedLog of(Class<?> owner) {
        Logger logger = (Logger) LoggerFactory.getLogger(owner);
        return new CapturedLog(logger, logger.getLevel());
    }

    /** The warnings of the HTTP library. */
    public static CapturedLog ofReactorNetty() {
        return new CapturedLog((Logger) LoggerFactory.getLogger("reactor.netty"), Level.WARN);
    }

    /** Everything that the process logs, at every level. */
    public static CapturedLog ofEverything() {
        return new CapturedLog((Logger) LoggerFactory.getLogger("io.mpsbridge"), Level.TRACE);
    }

    /** What was logged until now. */
    public List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }

    /** The same as text. */
    public List<String> lines() {
        return events().stream().map(CapturedLog::line).toList();
    }

    private static String line(ILoggingEvent event) {
        String pairs = event.getKeyValuePairs() == null
                ? ""
                : event.getKeyValuePairs().stream()
                        .map(pair -> " " + pair.key + "=" + pair.value)
                        .collect(Collectors.joining());
        return event.getLevel() + " " + event.getFormattedMessage() + pairs;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(levelBefore);
    }
}
