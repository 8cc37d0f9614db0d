package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTableTest {

    @Test
    void theReadmeNamesEveryKeyWithItsDefault() throws IOException {
        Path readme = Path.of("README.md");
        assumeThat(readme).exists();
        List<String> rows = Files.readAllLines(readme).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        assumeThat(rows).anyMatch(row -> row.contains("`bridge.group-id`"));

        assertThat(ConfigKeys.all())
                .allSatisfy(key -> assertThat(rows)
                        .as(key.name())
                        .anyMatch(row -> row.contains("`" + key.name() + "`")
                                && (key.defaultValue() == null || row.contains("`" + key.defaultValue() + "`"))));
    }
}
