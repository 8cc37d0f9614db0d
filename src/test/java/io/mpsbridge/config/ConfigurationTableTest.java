package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationTableTest {

    @Test
    void theTableNamesEveryKeyWithItsDefault() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src", "docs", "configuration.md")).stream()
                .filter(line -> line.startsWith("|"))
                .toList();

        assertThat(ConfigKeys.all())
                .allSatisfy(key -> assertThat(rows)
                        .as(key.name())
                        .anyMatch(row -> row.contains("`" + key.name() + "`")
                                && (key.defaultValue() == null || row.contains("`" + key.defaultValue() + "`"))));
    }
}
