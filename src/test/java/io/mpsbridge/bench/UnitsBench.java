package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Time and allocation of single methods, by JMH: two processes for each, five seconds each after three. */
final class UnitsBench implements Bench.Part {

    /** The classes whose name ends so. */
    private static final String UNITS = "io\\.mpsbridge\\..*Unit\\..*";

    private static final int PROCESSES = 2;
    private static final int WARM_UP_SECONDS = 3;
    private static final int SECONDS = 5;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** Measures, prints, and writes {@code units.csv} and {@code units.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        Path csv = directory.resolve("units.csv");
        var options = new OptionsBuilder()
                .include(UNITS)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(PROCESSES)
                .warmupIterations(WARM_UP_SECONDS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(SECONDS)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.CSV)
                .result(csv.toString())
                .build();
        Collection<RunResult> results;
        try {
            results = new Runner(options).run();
        } catch (RunnerException e) {
            throw new IOException(e);
        }
        print(results);
        Picture.ofBars(
                "time of one call",
                "ns",
                results,
                UnitsBench::name,
                result -> result.getPrimaryResult().getScore(),
                directory.resolve("units.png"));
        System.out.println("written: units.csv and units.png in " + directory);
    }

    private static void print(Collection<RunResult> results) {
        System.out.printf("%n%-36s %12s %12s %14s%n", "unit", "ns", "+- (99.9 %)", "allocated B");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
            System.out.printf(
                    Locale.ROOT,
                    "%-36s %12.0f %12.0f %14.0f%n",
                    name(result),
                    time.getScore(),
                    time.getScoreError(),
                    allocated == null ? Double.NaN : allocated.getScore());
        }
    }

    /** Class and method. */
    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }
}
