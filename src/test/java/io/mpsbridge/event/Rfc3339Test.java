package io.mpsbridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z, 2026-11-23T10:00:00Z",
        "2026-11-23t10:00:00z, 2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00+08:00, 2026-11-23T02:00:00Z",
        "2026-11-23T10:00:00-00:00, 2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00.1Z, 2026-11-23T10:00:00.100Z",
        "2026-11-23T10:00:00.1234567891234Z, 2026-11-23T10:00:00.123456789Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999-18:00, +10000-01-01T17:59:59.999999999Z",
    })
    void momentsAreRead(String text, Instant moment) {
        assertThat(Rfc3339.parse(text)).contains(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-23",
                "2026-11-23T10:00Z",
                "2026-11-23T10:00:00",
                "2026-11-23 10:00:00Z",
                "2026-11-23T10:00:00.Z",
                "2026-11-23T10:00:00123Z",
                "2026-11-23T10:00:00+0800",
                "2026-11-23T24:00:00Z",
                "2026-11-23T10:60:00Z",
                "2026-11-23T10:00:60Z",
                "2026-11-23T10:00:00+18:01",
                "2026-11-23T10:00:00+01:60",
                "2025-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "+12026-01-01T00:00:00Z",
                "2026-11-23T10:00:00Z ",
                "２０２６-11-23T10:00:00Z",
                "1700000000",
            })
    void othersAreNot(String text) {
        assertThat(Rfc3339.parse(text)).isEmpty();
    }
}
