package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** A bar chart as a file; needs no display. */
final class Picture {

    /** One colour of bars, a value for each group. */
    record Series(String name, List<Double> values) {}

    private Picture() {}

    /** One bar for each row. */
    static <R> void ofBars(
            String title,
            String unit,
            Collection<R> rows,
            Function<R, String> name,
            Function<R, Double> value,
            Path file)
            throws IOException {
        of(
                title,
                rows.stream().map(name).toList(),
                List.of(new Series(unit, rows.stream().map(value).toList())),
                file);
    }

    static void of(String title, List<String> groups, List<Series> series, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        CategoryChart chart =
                new CategoryChartBuilder().width(1_600).height(800).title(title).build();
        chart.getStyler()
                .setXAxisLabelRotation(25)
                .setLegendPosition(Styler.LegendPosition.InsideNW)
                .setAntiAlias(true);
        for (Series each : series) {
            chart.addSeries(each.name(), groups, each.values());
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }
}
