package io.mpsbridge.chaos;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The straight line of least squares through a series.
 *
 * @param perMinute its slope
 * @param error the slope's standard error
 * @param rise what the line rises by from the first point to the last
 * @param points how many there are
 */
record Trend(double perMinute, double error, double rise, int points) {
    /** Of standard errors: beyond, a slope is not by chance. */
    private static final double CHANCE = 2;

    /** A value at a minute. */
    record Point(double minute, double value) {}

    /** The line through the later half of the time that the points span; flat where there are fewer than three. */
    static Trend ofSecondHalf(List<Point> points) {
        if (points.isEmpty()) {
            return new Trend(0, 0, 0, 0);
        }
        double first = points.get(0).minute();
        double last = points.get(points.size() - 1).minute();
        return of(points.stream()
                .filter(point -> point.minute() >= (first + last) / 2)
                .toList());
    }

    /** The least point of each of so many equal parts of the time that the points span. */
    static List<Point> least(List<Point> points, int windows) {
        if (points.isEmpty()) {
            return points;
        }
        double first = points.get(0).minute();
        double length = (points.get(points.size() - 1).minute() - first) / windows;
        return points.stream()
                .collect(Collectors.groupingBy(
                        point -> (int) Math.min(windows - 1, (point.minute() - first) / length),
                        TreeMap::new,
                        Collectors.minBy(Comparator.comparingDouble(Point::value))))
                .values()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Trend of(List<Point> points) {
        int n = points.size();
        if (n < 3) {
            return new Trend(0, 0, 0, n);
        }
        double meanX = points.stream().mapToDouble(Point::minute).average().orElseThrow();
        double meanY = points.stream().mapToDouble(Point::value).average().orElseThrow();
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point point : points) {
            double x = point.minute() - meanX;
            double y = point.value() - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        double slope = xy / xx;
        double residuals = Math.max(0, yy - slope * xy);
        double span = points.get(n - 1).minute() - points.get(0).minute();
        return new Trend(slope, Math.sqrt(residuals / (n - 2) / xx), slope * span, n);
    }

    /** Whether it rises by more than is allowed, and not by chance. */
    boolean risesBy(double allowed) {
        return rise > allowed && perMinute > CHANCE * error;
    }

    /** Such as {@code -0.12 ± 0.30 MB/h over 120 samples}. */
    String toString(String unit) {
        return String.format(
                Locale.ROOT, "%+.2f ± %.2f %s/h over %d samples", 60 * perMinute, 60 * error, unit, points);
    }
}
