package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void nothingThatATerminalActsOnIsLeft() {
        String hostile = "a\u001b[31mb\u009b31mc\r\nd\u202ee\u2028f\u0000g";

        assertThat(Text.line(hostile)).isEqualTo("a [31mb 31mc  d e f g");
        assertThat(Text.line("任务 é 😀")).isEqualTo("任务 é 😀");
    }

    @Test
    void aTableIsAlignedAndSafe() {
        StringWriter out = new StringWriter();
        Table table = new Table("A", "B");
        table.row("long \u001b[2J", 1);
        table.row("x", "y");

        table.print(new PrintWriter(out));

        assertThat(out.toString().lines()).containsExactly("A          B", "long  [2J  1", "x          y");
    }
}
