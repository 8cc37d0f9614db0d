package io.mpsbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {

    private static List<String> lines(String text, int longest) throws IOException {
        BoundedLines lines = new BoundedLines(new ByteArrayInputStream(text.getBytes(UTF_8)), longest);
        List<String> read = new ArrayList<>();
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            read.add(new String(line.get().bytes(), UTF_8) + (line.get().whole() ? "" : "…"));
        }
        return read;
    }

    @Test
    void linesEndAtLineFeedsAndAtTheEnd() throws IOException {
        assertThat(lines("", 9)).isEmpty();
        assertThat(lines("a\n\nb", 9)).containsExactly("a", "", "b");
        assertThat(lines("a\nb\n", 9)).containsExactly("a", "b");
    }

    @Test
    void whatIsTooLongIsCutAndTheNextLineIsWhole() throws IOException {
        assertThat(lines("abcdef\nabcd\nabc\n", 4)).containsExactly("abcd…", "abcd", "abc");
    }
}
