package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mpsbridge.check.Reachability;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** A bridge that is there before Kafka, or before the topics. */
class KafkaStartIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration QUICK = Duration.ofSeconds(10);

    @Test
    void aBridgeStartedBeforeItsBrokerIsAliveSaysWhatItWaitsForAndGoesOnByItself() {
        try (InProcessBroker broker = InProcessBroker.start(BrokerOptions.defaults());
                BridgeRig rig = new BridgeRig(broker, 2, 20)) {
            rig.event("sim-waits;for=1s");
            broker.stop();

            try (Bridge bridge = rig.start()) {
                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz")
                                .body()
                                .contains("refuses connections"),
                        "a reason after an attempt",
                        SOON);
                assertThat(BridgeRig.get(bridge.adminPort(), "/livez").statusCode())
                        .isEqualTo(200);
                assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").statusCode())
                        .isEqualTo(503);
                assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").body())
                        .contains(broker.bootstrapServers())
                        .contains("since 2");
                assertThat(BridgeRig.get(bridge.adminPort(), "/metrics").body()).contains("mpsbridge_ready 0.0");

                broker.start();

                rig.awaitRecords(1, SOON);
                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz").statusCode() == 200, "ready", SOON);
            }
        }
    }

    /** Who stands by has no permits to lose; whether it could take over is what its readiness is asked for. */
    @Test
    void withoutABrokerNeitherTheReplicaAtWorkNorTheOneThatStandsByIsReady() {
        try (InProcessBroker broker = InProcessBroker.start(BrokerOptions.defaults());
                BridgeRig rig = new BridgeRig(broker, 2, 20);
                Bridge one = rig.with("bridge.instance-id", "one").start();
                Bridge other = rig.with("bridge.instance-id", "other").start()) {
            for (Bridge bridge : List.of(one, other)) {
                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz").statusCode() == 200, "ready", SOON);
            }

            broker.stop();

            for (Bridge bridge : List.of(one, other)) {
                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz").statusCode() == 503, "not ready", SOON);
                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz")
                                .body()
                                .contains("has not answered a heartbeat"),
                        "a reason",
                        SOON);
            }

            broker.start();

            for (Bridge bridge : List.of(one, other)) {
                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz").statusCode() == 200, "ready again", SOON);
            }
        }
    }

    @Test
    void aMissingTopicIsWaitedForAndNamedWithTheCommandThatCreatesIt() {
        try (BridgeRig rig = new BridgeRig(1)) {
            String later = rig.group() + "-later";
            rig.with("bridge.topics.created", later);
            try (Bridge bridge = rig.start()) {
                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz")
                                .body()
                                .contains("--create --topic " + later),
                        "a reason",
                        SOON);
                assertThat(BridgeRig.get(bridge.adminPort(), "/livez").statusCode())
                        .isEqualTo(200);

                SharedBroker.get().createTopics(Map.of(later, 1));

                BridgeRig.await(
                        () -> BridgeRig.get(bridge.adminPort(), "/readyz").statusCode() == 200, "ready", SOON);
            }
        }
    }

    @Test
    void aHostNameThatDoesNotResolveYetIsWaitedForAndStoppingIsQuick() {
        try (BridgeRig rig = new BridgeRig(1)) {
            rig.with("kafka.bootstrap.servers", "no-such-host.invalid:9092");
            Bridge bridge = rig.start();
            BridgeRig.await(
                    () -> BridgeRig.get(bridge.adminPort(), "/readyz")
                            .body()
                            .contains("no host name of kafka.bootstrap.servers resolves"),
                    "a reason",
                    SOON);
            assertThat(BridgeRig.get(bridge.adminPort(), "/livez").statusCode()).isEqualTo(200);

            long before = System.nanoTime();
            bridge.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(QUICK);
        }
    }

    @Test
    void settingsThatAClientRefusesEndItAtOnce() throws Exception {
        try (BridgeRig rig = new BridgeRig(1)) {
            rig.with("kafka.ssl.truststore.location", "/no/such/file").with("kafka.security.protocol", "SSL");
            try (Bridge bridge = rig.start()) {
                assertThatThrownBy(bridge::awaitEnd)
                        .isInstanceOf(ExecutionException.class)
                        .hasStackTraceContaining("/no/such/file");
            }
        }
    }

    @Test
    void theReasonIsTheSameForAsLongAsTheSameIsWrongAndLongListsAreCut() {
        Reachability tried = new Reachability(
                Map.of("bootstrap.servers", "PLAINTEXT://127.0.0.1:1,no-such-host.invalid:9092,[::1]:1,a:1,b:2"));

        assertThat(tried.describe())
                .isEqualTo(tried.describe())
                .contains("127.0.0.1:1 refuses connections")
                .contains("no-such-host.invalid:9092 does not resolve")
                .endsWith("2 more not tried");
    }

    @Test
    void theStatusIsCompleteWhileKafkaIsAwaited() throws Exception {
        try (BridgeRig rig = new BridgeRig(1)) {
            rig.with("kafka.bootstrap.servers", "127.0.0.1:1");
            try (Bridge bridge = rig.start()) {
                JsonNode status = new JsonMapper()
                        .readTree(
                                BridgeRig.get(bridge.adminPort(), "/api/status").body());

                assertThat(status.path("ready").path("ok").asBoolean(true)).isFalse();
                assertThat(status.path("kafka").path("joined").asBoolean(true)).isFalse();
            }
        }
    }
}
