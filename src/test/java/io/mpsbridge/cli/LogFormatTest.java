package io.mpsbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;

/** Text from outside cannot control the terminal of anyone who reads the log. */
class LogFormatTest {

    private static final String FOREIGN = "sim-\u001b[31mred\u0007\r";

    @Test
    void neitherAMessageNorAnExceptionBringsControlCharacters() throws JoranException {
        String written = written(new IllegalStateException(FOREIGN, new IllegalArgumentException(FOREIGN)));

        assertThat(written.chars().filter(Character::isISOControl))
                .isNotEmpty()
                .allMatch(each -> each == '\n' || each == '\t');
        assertThat(written)
                .contains("Test: it failed: sim- [31mred")
                .contains("Caused by: java.lang.IllegalArgumentException: sim- [31mred")
                .containsOnlyOnce("java.lang.IllegalStateException");
    }

    private static String written(Throwable failure) throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
        Logger logger = context.getLogger("io.mpsbridge.Test");
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("TEXT");
        ILoggingEvent event = new LoggingEvent(
                LogFormatTest.class.getName(), logger, Level.WARN, "it failed: " + FOREIGN, failure, null);
        return new String(appender.getEncoder().encode(event), UTF_8);
    }
}
