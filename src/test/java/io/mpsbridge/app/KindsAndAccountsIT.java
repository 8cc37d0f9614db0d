package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.event.SchemaCheck;
import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import io.mpsbridge.simulator.Kind;
import io.mpsbridge.simulator.Stats;
import io.mpsbridge.testing.ReadCommitted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images, videos and audio of two accounts at once, each with a quota of its own. */
class KindsAndAccountsIT {

    private static final Logger LOG = LoggerFactory.getLogger(KindsAndAccountsIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Account STUDIO = new Account("studio", "AKIDstudio", "key-of-the-studio", Optional.empty());
    private static final Account RENEWED = new Account("renewed", "AKIDrenewed", "another-key", Optional.empty());
    private static final int LIMIT = 10;
    private static final int VIDEO_LIMIT = 15;

    private static BridgeRig rig() {
        BridgeRig rig = new BridgeRig(
                4,
                LIMIT,
                settings -> settings.withAccounts(BridgeRig.ACCOUNT, STUDIO, RENEWED)
                        .withRateLimit(LIMIT)
                        .withRateLimit(Kind.VIDEO, VIDEO_LIMIT));
        return rig.with("mps.rate-limit.video", String.valueOf(VIDEO_LIMIT))
                .with("mps.accounts.studio.secret-id", STUDIO.secretId());
    }

    private static void event(BridgeRig rig, String taskId, Kind kind, String account) {
        String more = account.equals("default") ? "" : ",\"account\":\"" + account + "\"";
        String json = "{\"taskId\":\"%s\",\"kind\":\"%s\"%s}".formatted(taskId, label(kind), more);
        rig.send(new ProducerRecord<>(rig.topics().created(), json.getBytes(UTF_8)));
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void everyKindOfEveryAccountIsAnsweredWithItsResults() {
        try (BridgeRig rig = rig().with("mps.accounts.studio.secret-key", STUDIO.secretKey());
                Bridge bridge = rig.start()) {
            for (Kind kind : Kind.values()) {
                event(rig, "sim-d" + kind.name() + ";for=1s;end=done;dub=yes", kind, "default");
                event(rig, "sim-s" + kind.name() + ";for=1s;end=done;dub=yes", kind, "studio");
            }
            rig.event("sim-plain;for=1s;end=done");
            rig.send(new ProducerRecord<>(
                    rig.topics().created(), "{\"taskId\":\"a\",\"account\":\"nobody\"}".getBytes(UTF_8)));
            rig.send(new ProducerRecord<>(
                    rig.topics().created(), "{\"taskId\":\"a\",\"kind\":\"song\"}".getBytes(UTF_8)));

            rig.awaitRecords(9, PATIENCE);

            assertThat(rig.deadLetters().counts(ReadCommitted.header("mps-bridge-error-code")))
                    .isEqualTo(Map.of("unknown-account", 1, "unknown-kind", 1));
            Map<String, JsonNode> answers = new HashMap<>();
            rig.answers().records().forEach(answer -> {
                assertThat(SchemaCheck.problems("task-completed", answer.value(), Map.of()))
                        .isEmpty();
                JsonNode data = tree(answer.value());
                answers.put(data.path("taskId").asText(), data);
            });
            assertThat(answers).hasSize(7);
            for (String account : List.of("d", "s")) {
                JsonNode video = answers.get("sim-" + account + "VIDEO;for=1s;end=done;dub=yes");
                JsonNode audio = answers.get("sim-" + account + "AUDIO;for=1s;end=done;dub=yes");
                assertThat(video.path("kind").asText()).isEqualTo("video");
                assertThat(video.path("account").asText()).isEqualTo(account.equals("s") ? "studio" : "");
                assertThat(video.path("resolution").asText()).isEqualTo("1080*720");
                assertThat(video.path("videoUrls").get(0).asText()).startsWith("http");
                assertThat(audio.path("audioInfos").get(0).path("duration").isNumber())
                        .isTrue();
                assertThat(audio.path("videoInfos").get(0).path("url").asText()).startsWith("http");
                assertThat(audio.has("availableUntil")).isFalse();
            }
            assertThat(answers.get("sim-plain;for=1s;end=done")
                            .path("imageUrls")
                            .size())
                    .isPositive();
            assertThat(bridge.adminPort()).isPositive();
        }
    }

    @Test
    void allQuotasAreUsedAtOnceAndOneScopesTroubleIsItsOwn() {
        try (BridgeRig rig = rig().with("mps.accounts.studio.secret-key", STUDIO.secretKey())) {
            rig.simulator()
                    .faults()
                    .add(Fault.of(new Effect.HttpStatus(503))
                            .withAccount("studio")
                            .withKind(Kind.VIDEO));
            rig.simulator()
                    .faults()
                    .add(Fault.of(new Effect.Reset()).withAccount("studio").withKind(Kind.AUDIO));
            try (Bridge bridge = rig.start()) {
                for (int i = 0; i < 60; i++) {
                    for (Kind kind : Kind.values()) {
                        event(rig, "sim-d" + kind + i + ";for=10m", kind, "default");
                        event(rig, "sim-s" + kind + i + ";for=10m", kind, "studio");
                    }
                }
                BridgeRig.await(
                        () -> rig.simulator().stats().of("studio", Kind.IMAGE).calls() >= 20 * LIMIT,
                        "20 seconds of calls",
                        Duration.ofMinutes(2));
                assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").statusCode())
                        .isEqualTo(200);
                assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").body())
                        .contains("account studio, video: polling is held", "account studio, audio: polling is held")
                        .doesNotContain("image");
                assertThat(BridgeRig.get(bridge.adminPort(), "/metrics").body())
                        .contains("mpsbridge_polling_held{account=\"studio\",by=\"outage\",kind=\"video\"} 1.0")
                        .contains("mpsbridge_polling_held{account=\"default\",by=\"outage\",kind=\"video\"} 0.0")
                        .contains("mpsbridge_quota_share{account=\"studio\",kind=\"image\"} 10.0");
            }

            Stats stats = rig.simulator().stats();
            for (Kind kind : Kind.values()) {
                for (String account : List.of("default", "studio")) {
                    Stats.OfAction of = stats.of(account, kind);
                    LOG.atInfo()
                            .addKeyValue("account", account)
                            .addKeyValue("kind", kind)
                            .addKeyValue("calls", of.calls())
                            .addKeyValue("peak", of.peak())
                            .log("a scope");
                    assertThat(of.peak()).isLessThanOrEqualTo(kind == Kind.VIDEO ? VIDEO_LIMIT : LIMIT);
                }
            }
            int images = (int) stats.of("default", Kind.IMAGE).calls();
            assertThat((double) stats.of("studio", Kind.IMAGE).calls()).isBetween(0.9 * images, 1.1 * images);
            assertThat((double) stats.of("default", Kind.AUDIO).calls()).isBetween(0.9 * images, 1.1 * images);
            assertThat((double) stats.of("default", Kind.VIDEO).calls()).isBetween(1.35 * images, 1.65 * images);
            assertThat(stats.of("studio", Kind.VIDEO).calls()).isLessThan(images / 2);
        }
    }

    @Test
    void anAccountsKeyIsReplacedUnderLoad(@TempDir Path secrets) throws IOException {
        Path id = Files.writeString(secrets.resolve("id"), STUDIO.secretId());
        Path key = Files.writeString(secrets.resolve("key"), STUDIO.secretKey());
        try (BridgeRig rig = rig()) {
            rig.given().remove("mps.accounts.studio.secret-id");
            rig.with("mps.accounts.studio.secret-id-file", id.toString())
                    .with("mps.accounts.studio.secret-key-file", key.toString());
            try (Bridge bridge = rig.start()) {
                for (int i = 0; i < 60; i++) {
                    event(rig, "sim-s" + i + ";for=10m", Kind.IMAGE, "studio");
                }
                BridgeRig.await(
                        () -> rig.simulator().stats().of("studio", Kind.IMAGE).calls() >= 5 * LIMIT,
                        "calls with the first key",
                        PATIENCE);

                replace(id, RENEWED.secretId());
                replace(key, RENEWED.secretKey());

                BridgeRig.await(
                        () -> rig.simulator().stats().of("renewed", Kind.IMAGE).calls() >= 5 * LIMIT,
                        "calls with the second key",
                        PATIENCE);
                assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").statusCode())
                        .isEqualTo(200);
            }
            assertThat(rig.simulator().stats().refused()).isZero();
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
