package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets from a bridge at work. */
class ScrapeIT {

    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path OBSERVABILITY = Path.of("docker", "observability");
    private static final Pattern METRIC =
            Pattern.compile("\\b(mpsbridge|kafka_consumer|kafka_producer|jvm|process|logback)_[a-z_]+\\b");
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void theScrapeCountsWhatHappenedAndNamesNoTask() throws Exception {
        try (BridgeRig rig = new BridgeRig(2);
                Bridge bridge = rig.start()) {
            work(rig);

            HttpResponse<String> scrape = get(bridge.adminPort(), "/metrics");

            assertThat(scrape.headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(scrape.body().lines())
                    .contains(
                            "mpsbridge_ready 1.0",
                            "mpsbridge_events_total 3.0",
                            "mpsbridge_dead_letters_total{code=\"not-json\"} 1.0",
                            "mpsbridge_task_duration_seconds_count{account=\"default\",kind=\"image\",outcome=\"completed\",reason=\"none\"} 1",
                            "mpsbridge_task_duration_seconds_count{account=\"default\",kind=\"image\",outcome=\"failed\",reason=\"generation_failed\"} 1",
                            "mpsbridge_polls_total{account=\"default\",code=\"none\",kind=\"image\",verdict=\"done\"} 1.0",
                            "mpsbridge_quota_share{account=\"default\",kind=\"image\"} 20.0")
                    .anyMatch(line ->
                            line.startsWith("reactor_netty_connection_provider_idle_connections{name=\"mps-http\""))
                    .noneMatch(line -> line.contains("sim-scraped"))
                    .hasSizeLessThan(600);
        }
    }

    @Test
    void everyMetricThatDashboardAndAlertsNameIsInTheScrape() throws Exception {
        try (BridgeRig rig = new BridgeRig(2);
                Bridge bridge = rig.start()) {
            work(rig);

            Set<String> scraped = get(bridge.adminPort(), "/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toSet());

            assertThat(named()).hasSizeGreaterThan(20).isSubsetOf(scraped);
        }
    }

    @Test
    void prometheusItselfScrapesTheBridgeAndTakesTheRules(@TempDir Path directory) throws Exception {
        assumeThat(Files.isExecutable(PROMETHEUS))
                .as("%s, to scrape the bridge with", PROMETHEUS)
                .isTrue();
        try (BridgeRig rig = new BridgeRig(2);
                Bridge bridge = rig.start()) {
            work(rig);
            int port = FreePorts.next();
            Process prometheus = prometheus(directory, port, bridge.adminPort());
            try {
                BridgeRig.await(() -> samples(port, "mpsbridge_ready") == 1, "a scrape", SOON);

                for (String metric : named()) {
                    assertThat(samples(port, metric)).as(metric).isPositive();
                }
                assertThat(json(port, "/api/v1/rules").findValuesAsText("health"))
                        .hasSize(rules())
                        .doesNotContain("err");
            } finally {
                prometheus.destroyForcibly().waitFor();
            }
        }
    }

    private static int rules() throws IOException {
        return (int) Files.readString(OBSERVABILITY.resolve("alerts.yaml"))
                .lines()
                .filter(line -> line.contains("- alert:"))
                .count();
    }

    /** Completed, failed, and one that cannot be read. */
    private static void work(BridgeRig rig) {
        rig.event("sim-scraped;for=1s");
        rig.event("sim-scraped-too;for=1s;end=fail");
        rig.send(new ProducerRecord<>(rig.topics().created(), null, new byte[] {'{'}));
        rig.awaitRecords(3, SOON);
    }

    private static Set<String> named() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : Set.of("alerts.yaml", "grafana/mps-bridge.json")) {
            Matcher metric = METRIC.matcher(Files.readString(OBSERVABILITY.resolve(file)));
            while (metric.find()) {
                names.add(metric.group());
            }
        }
        return names;
    }

    private static Process prometheus(Path directory, int port, int bridge) throws IOException {
        String config = Files.readString(OBSERVABILITY.resolve("prometheus.yaml"))
                .replace("bridge:8080", "127.0.0.1:" + bridge)
                .replace("5s", "1s");
        Files.writeString(directory.resolve("prometheus.yaml"), config);
        Files.copy(OBSERVABILITY.resolve("alerts.yaml"), directory.resolve("alerts.yaml"));
        Process process = new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=prometheus.yaml",
                        "--storage.tsdb.path=data",
                        "--web.listen-address=127.0.0.1:" + port)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static int samples(int port, String metric) {
        try {
            return json(port, "/api/v1/query?query=" + metric)
                    .path("data")
                    .path("result")
                    .size();
        } catch (IOException e) {
            return -1; // it has not opened its port yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(int port, String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(port, path).body());
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
