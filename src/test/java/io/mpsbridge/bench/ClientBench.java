package io.mpsbridge.bench;

import io.mpsbridge.mps.PollingClient;
import io.mpsbridge.testing.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signed polls per second and per second of CPU: the bridge's client, the vendor's SDK, and, as the ceiling, the same
 * HTTP client with requests that are signed before and answers that are not read. Each in a process of its own, one
 * after the other, against one simulator without a limit in another process, with 20 calls open at once.
 */
final class ClientBench implements Bench.Part {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");
    private static final String READY = "MPS is simulated at ";

    private record Row(ClientLoad.Kind kind, Spread perSecond, Spread cpuNanos) {
        /** Of one core that does nothing else. */
        double perCore() {
            return 1e9 / cpuNanos.median();
        }
    }

    /** Measures, prints, and writes {@code client.csv} and {@code client.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (ChildProcess simulator = ChildProcess.java(
                "simulator",
                Map.of(),
                JVM,
                "io.mpsbridge.cli.Main",
                "simulate",
                "--port=0",
                "--rate-limit=0",
                "--secret-id=" + ClientLoad.SECRET_ID,
                "--secret-key=" + ClientLoad.SECRET_KEY)) {
            String line = simulator.awaitLine(READY, START_LIMIT);
            URI endpoint = URI.create(line.substring(READY.length()).split(" ", 2)[0]);
            for (ClientLoad.Kind kind : ClientLoad.Kind.values()) {
                rows.add(measure(kind, endpoint));
            }
        }
        print(rows);
        write(rows, directory);
    }

    private static Row measure(ClientLoad.Kind kind, URI endpoint) {
        try (ChildProcess client = ChildProcess.java(
                "client", Map.of(), JVM, ClientLoad.class.getName(), kind.name(), endpoint.toString())) {
            int code = client.awaitExit(LIMIT);
            double[][] rounds = client.lines().stream()
                    .filter(line -> line.startsWith(ClientLoad.ROUND))
                    .map(line -> Arrays.stream(
                                    line.substring(ClientLoad.ROUND.length()).split(" ", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
            if (code != 0 || rounds.length != ClientLoad.ROUNDS) {
                throw new IllegalStateException(kind + " ended with " + code + ", see " + client.log());
            }
            return new Row(kind, column(rounds, 0), column(rounds, 1));
        }
    }

    private static Spread column(double[][] rounds, int column) {
        return Spread.of(Arrays.stream(rounds).map(round -> round[column]).toList());
    }

    private static void print(List<Row> rows) {
        System.out.printf(
                "%nsigned polls, %d open at once, %d rounds after a warm-up%n%-36s %26s %26s %16s%n",
                PollingClient.AT_ONCE,
                ClientLoad.ROUNDS,
                "client",
                "calls/s (least to most)",
                "CPU us/call",
                "calls/s and core");
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "%-36s %8.0f (%6.0f to %6.0f) %8.1f (%6.1f to %6.1f) %16.0f%n",
                    row.kind().title,
                    row.perSecond().median(),
                    row.perSecond().least(),
                    row.perSecond().most(),
                    row.cpuNanos().median() / 1e3,
                    row.cpuNanos().least() / 1e3,
                    row.cpuNanos().most() / 1e3,
                    row.perCore());
        }
    }

    private static void write(List<Row> rows, Path directory) throws IOException {
        List<String> csv = new ArrayList<>(
                List.of("client,calls_per_second,least,most,cpu_us_per_call,cpu_least,cpu_most,calls_per_core_second"));
        for (Row row : rows) {
            csv.add(String.format(
                    Locale.ROOT,
                    "%s,%.0f,%.0f,%.0f,%.1f,%.1f,%.1f,%.0f",
                    row.kind(),
                    row.perSecond().median(),
                    row.perSecond().least(),
                    row.perSecond().most(),
                    row.cpuNanos().median() / 1e3,
                    row.cpuNanos().least() / 1e3,
                    row.cpuNanos().most() / 1e3,
                    row.perCore()));
        }
        Files.write(directory.resolve("client.csv"), csv);
        Picture.ofBars(
                "signed polls per second of one core",
                "calls/s and core",
                rows,
                row -> row.kind().title,
                Row::perCore,
                directory.resolve("client.png"));
        System.out.println("written: client.csv and client.png in " + directory);
    }
}
