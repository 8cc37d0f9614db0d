package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParseTest {

    @ParameterizedTest
    @CsvSource({"10s, PT10S", "500ms, PT0.5S", "5m, PT5M", "2h, PT2H", "7d, PT168H", "PT1M30S, PT1M30S", "10 s, PT10S"})
    void durationsAreReadInTheirHumanAndTheirIsoForm(String text, Duration expected) {
        assertThat(Parse.duration(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10s",
        "10sec, 10s",
        "5min, 5m",
        "5M, 5m",
        "3 days, 3d",
        "10msec, 10ms",
        "10x, ''",
        "soon, ''",
        "40000d, ''",
        "999999999999999999d, ''",
        "1.5s, ''",
        "-, ''"
    })
    void aDurationThatCannotBeReadIsRefusedWithWhatWasMeant(String text, String suggestion) {
        assertThat(catchThrowableOfType(Parse.Unreadable.class, () -> Parse.duration(text))
                        .suggestion())
                .isEqualTo(suggestion);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10B, 10", "64KiB, 65536", "256MiB, 268435456", "1 GiB, 1073741824"})
    void sizesAreRead(String text, long expected) {
        assertThat(Parse.size(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1kb, 1KiB", "256MB, 256MiB", "1g, 1GiB", "1x, ''", "big, ''", "-1, ''", "999999999999999999GiB, ''"})
    void aSizeThatCannotBeReadIsRefusedWithWhatWasMeant(String text, String suggestion) {
        assertThat(catchThrowableOfType(Parse.Unreadable.class, () -> Parse.size(text))
                        .suggestion())
                .isEqualTo(suggestion);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "on"})
    void aFlagIsTrueOrFalse(String text) {
        assertThatThrownBy(() -> Parse.flag(text)).hasMessage("must be true or false");
    }
}
