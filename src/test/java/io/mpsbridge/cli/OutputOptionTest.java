package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.replay.Mode;
import io.mpsbridge.replay.Skip;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputOptionTest {

    @Test
    void enumsAreWordsAndMomentsAreRfc3339() {
        assertThat(OutputOption.json(Map.of("mode", Mode.REPROCESS))).isEqualTo("{\"mode\":\"reprocess\"}");
        assertThat(OutputOption.json(Map.of(Skip.NOT_SELECTED, 1))).isEqualTo("{\"not_selected\":1}");
        assertThat(OutputOption.json(Map.of("at", Instant.EPOCH))).isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\"}");
    }
}
