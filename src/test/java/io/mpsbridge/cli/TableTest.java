package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void aTableIsAlignedAndSafe() {
        StringWriter out = new StringWriter();
        Table table = new Table("A", "B");
        table.row("long \u001b[2J", 1);
        table.row("x", "y");

        table.print(new PrintWriter(out));

        assertThat(out.toString().lines()).containsExactly("A          B", "long �[2J  1", "x          y");
    }
}
