package io.mpsbridge.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Heap, file descriptors and requests over time, one under the other; needs no display. */
final class SoakPicture {
    private SoakPicture() {}

    static void of(SoakReport report, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<XYChart> charts = List.of(
                lives("heap after GC", "MB", report.vitals(), Vitals.Sample::heapMb),
                lives("open file descriptors", "", report.vitals(), Vitals.Sample::descriptors),
                requests(report));
        BitmapEncoder.saveBitmap(charts, 3, 1, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYChart lives(String title, String unit, Vitals vitals, ToDoubleFunction<Vitals.Sample> value) {
        var chart = chart(title, unit);
        vitals.samples().stream()
                .map(Vitals.Sample::replica)
                .distinct()
                .sorted()
                .forEach(replica -> {
                    var minutes = new ArrayList<Double>();
                    var values = new ArrayList<Double>();
                    long pid = 0;
                    for (var sample : vitals.of(replica)) {
                        if (!values.isEmpty() && sample.pid() != pid) {
                            // A gap between two lives.
                            minutes.add(sample.minute());
                            values.add(Double.NaN);
                        }
                        minutes.add(sample.minute());
                        values.add(value.applyAsDouble(sample));
                        pid = sample.pid();
                    }
                    chart.addSeries("replica-" + replica, minutes, values).setMarker(SeriesMarkers.CIRCLE);
                });
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private static XYChart requests(SoakReport report) {
        var chart = chart("requests in each second, at the simulator", "");
        var calls = report.calls().calls();
        double[] minutes = IntStream.range(0, calls.size())
                .mapToDouble(second -> second / 60.0)
                .toArray();
        double[] values = calls.stream().mapToDouble(Integer::doubleValue).toArray();
        chart.addSeries("requests", minutes, values)
                .setMarker(SeriesMarkers.NONE)
                .setLineWidth(1);
        return chart;
    }

    private static XYChart chart(String title, String unit) {
        var chart = new XYChartBuilder()
                .width(1_600)
                .height(420)
                .title(title)
                .xAxisTitle("minutes")
                .yAxisTitle(unit)
                .build();
        chart.getStyler()
                .setMarkerSize(4)
                .setLegendPosition(Styler.LegendPosition.InsideSW)
                .setAntiAlias(true);
        return chart;
    }
}
