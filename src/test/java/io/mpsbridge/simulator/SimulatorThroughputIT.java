package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * How much the simulator bears, printed and not judged; judged is only that it counts every call and holds every task.
 */
@Timeout(300)
@Isolated // it measures the heap of the JVM
class SimulatorThroughputIT {

    private static final int CALLS = 10_000;
    private static final int TASKS = 1_000_000;

    @Test
    void everyCallIsCountedUnderLoad() {
        SimulatorSettings settings = SimulatorSettings.of(Caller.ACCOUNT).withRateLimit(0);
        ConnectionProvider connections = ConnectionProvider.create("load", 64);
        try (Simulator simulator = Simulator.start(settings, InstantSource.system(), System::nanoTime)) {
            HttpClient client =
                    HttpClient.create(connections).baseUrl(simulator.uri().toString());
            String body = "{\"TaskId\":\"sim-1;for=1h\"}";
            Map<String, String> headers = headers(simulator, body);
            HttpClient signed = client.headers(all -> headers.forEach(all::set));

            for (int round = 1; round <= 3; round++) {
                long begun = System.nanoTime();
                long cpuBefore = serverCpuNanos();
                long waiting = Flux.range(0, CALLS)
                        .flatMap(i -> describe(signed, body), 64)
                        .filter(answer -> answer.contains("\"WAIT\""))
                        .count()
                        .blockOptional(Duration.ofMinutes(4))
                        .orElseThrow();
                double seconds = (System.nanoTime() - begun) / 1e9;
                System.out.printf(
                        "%.0f describe calls per second, client and server here; %d us of CPU in the simulator for one%n",
                        CALLS / seconds, (serverCpuNanos() - cpuBefore) / 1_000 / CALLS);
                assertThat(waiting).isEqualTo(CALLS);
            }

            assertThat(simulator.stats().calls()).isEqualTo(3L * CALLS);
            assertThat(simulator.tasks(0, 1).get(0).polls()).isEqualTo(3 * CALLS);
        } finally {
            connections.disposeLater().block(Duration.ofSeconds(10));
        }
    }

    @Test
    void aMillionTasksAreHeldAndCounted() {
        try (Simulator simulator =
                Simulator.start(SimulatorSettings.of(Caller.ACCOUNT), InstantSource.system(), System::nanoTime)) {
            long before = usedBytes();
            Instant at = Instant.now();
            for (int i = 0; i < TASKS; i++) {
                simulator.create("4-AigcImage-%032x".formatted(i), at, Duration.ofSeconds(i % 100), Ending.DONE);
            }
            System.out.printf("%d bytes per task, id included%n", (usedBytes() - before) / TASKS);
            long begun = System.nanoTime();
            assertThat(simulator.stats().tasks().created()).isEqualTo(TASKS);
            System.out.printf("%.0f ms for the statistics of them%n", (System.nanoTime() - begun) / 1e6);
        }
    }

    private static Map<String, String> headers(Simulator simulator, String body) {
        Instant now = Instant.now();
        Map<String, String> headers = new TreeMap<>(Map.of(
                "content-type", "application/json", "host", simulator.uri().getAuthority()));
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.put("authorization", TestSigner.of(Caller.ACCOUNT, now).authorization(headers, timestamp, bytes));
        headers.put("x-tc-timestamp", timestamp);
        headers.put("x-tc-version", "2019-06-12");
        headers.put("x-tc-action", "DescribeAigcImageTask");
        return headers;
    }

    private static Mono<String> describe(HttpClient client, String body) {
        return client.post()
                .uri("/")
                .send(ByteBufFlux.fromString(Mono.just(body)))
                .responseSingle((response, content) -> content.asString());
    }

    private static long serverCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("mps-simulator"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
