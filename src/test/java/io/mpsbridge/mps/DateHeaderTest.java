package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DateHeaderTest {

    private final DateHeader dates = new DateHeader();

    @Test
    void eachHeaderIsReadAsItIsWhateverCameBefore() {
        assertThat(dates.read(null)).isNull();
        assertThat(dates.read("")).isNull();
        assertThat(dates.read("Mon, 23 Nov 2026 10:00:00 GMT")).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(dates.read("Mon, 23 Nov 2026 10:00:00 GMT")).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(dates.read("yesterday")).isNull();
        assertThat(dates.read(null)).isNull();
        assertThat(dates.read("Mon, 23 Nov 2026 10:00:01 GMT")).isEqualTo(Instant.parse("2026-11-23T10:00:01Z"));
    }
}
