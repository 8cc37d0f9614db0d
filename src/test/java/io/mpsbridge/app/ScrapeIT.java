package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What Prometheus gets from a bridge at work. */
class ScrapeIT {

    @Test
    void theScrapeCountsWhatHappenedAndNamesNoTask() throws Exception {
        try (BridgeRig rig = new BridgeRig(2);
                Bridge bridge = rig.start()) {
            rig.event("sim-scraped;for=1s");
            rig.event("sim-scraped-too;for=1s;end=fail");
            rig.send(new org.apache.kafka.clients.producer.ProducerRecord<>(rig.created(), null, new byte[] {'{'}));
            rig.awaitRecords(3, Duration.ofSeconds(60));

            HttpResponse<String> scrape = get(bridge, "/metrics");

            assertThat(scrape.headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(scrape.body().lines())
                    .contains(
                            "mpsbridge_ready 1.0",
                            "mpsbridge_events_total 3.0",
                            "mpsbridge_dead_letters_total{code=\"not-json\"} 1.0",
                            "mpsbridge_task_duration_seconds_count{outcome=\"completed\",reason=\"none\"} 1",
                            "mpsbridge_task_duration_seconds_count{outcome=\"failed\",reason=\"generation_failed\"} 1",
                            "mpsbridge_polls_total{code=\"none\",verdict=\"done\"} 1.0",
                            "mpsbridge_quota_share 20.0")
                    .anyMatch(line -> line.startsWith("kafka_consumer_coordinator_last_heartbeat_seconds_ago{"))
                    .anyMatch(line -> line.startsWith("kafka_producer_record_send_total{"))
                    .noneMatch(line -> line.contains("sim-scraped"))
                    .hasSizeLessThan(600);
        }
    }

    private static HttpResponse<String> get(Bridge bridge, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + bridge.adminPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
