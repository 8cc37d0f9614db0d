package io.mpsbridge.cli;

import io.mpsbridge.input.ForeignText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Aligns columns; the last one is not bounded. */
final class Table {
    private static final String GAP = "  ";
    private static final int WIDEST = 60;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds as many cells as there are headings, each made safe for a terminal. */
    void row(Object... cells) {
        rows.add(IntStream.range(0, cells.length)
                .mapToObj(i -> ForeignText.clean(String.valueOf(cells[i])))
                .toList());
    }

    void print(PrintWriter out) {
        int last = rows.get(0).size() - 1;
        int[] widths = IntStream.range(0, last).map(this::width).toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < last; i++) {
                line.append(row.get(i))
                        .append(" ".repeat(Math.max(0, widths[i] - row.get(i).length())));
                line.append(GAP);
            }
            out.println(line + row.get(last));
        }
        out.flush();
    }

    private int width(int column) {
        return Math.min(
                WIDEST,
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
}
