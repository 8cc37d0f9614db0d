package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One bridge through all kinds of trouble that are not the tasks' doing: none fails, none is lost, nobody restarts it.
 */
@Execution(ExecutionMode.SAME_THREAD) // every trouble is that of all tasks of the one bridge
class TroubleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofMinutes(2);
    /** Calls that the trouble still hits after it was seen: seconds of it, since a held bridge asks once a second. */
    private static final int FURTHER_HITS = 3;

    private static final int TASKS = 25;
    private static final String RIGHT_KEY = BridgeRig.ACCOUNT.secretKey();

    @TempDir
    static Path directory;

    private static BridgeRig rig;
    private static Bridge bridge;

    /** What happens to every call for a while, and what is seen of it. */
    private record Trouble(String name, Effect effect, String seen) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Trouble> troubles() {
        return List.of(
                new Trouble("server-errors", new Effect.HttpStatus(503), "OUTAGE"),
                new Trouble("account", new Effect.ErrorCode("ResourceNotFound", "no such task"), "SUSPENDED"),
                new Trouble("limit", new Effect.ErrorCode("RequestLimitExceeded", "too many"), "GUARD"),
                new Trouble("unknown-status", new Effect.UnknownStatus("PAUSED"), "NOTHING"));
    }

    static List<Trouble> furtherTroubles() {
        return List.of(
                new Trouble("silence", new Effect.Silence(), "OUTAGE"),
                new Trouble("garbage", new Effect.Garbage(), "OUTAGE"),
                new Trouble("unknown-code", new Effect.ErrorCode("Surprise.Tomorrow", "something new"), "OUTAGE"),
                new Trouble("bill", new Effect.ErrorCode("FailedOperation.UserArrears", "pay first"), "SUSPENDED"));
    }

    @BeforeAll
    static void start() throws IOException {
        rig = new BridgeRig(2);
        rig.given().remove("tencentcloud.secret-id");
        rig.given().remove("tencentcloud.secret-key");
        rig.with("tencentcloud.secret-id-file", write("id", BridgeRig.ACCOUNT.secretId()))
                .with("tencentcloud.secret-key-file", write("key", RIGHT_KEY))
                .with("mps.response-timeout", "1s")
                .with("poll.max-interval", "2s")
                .with("bridge.not-found-grace", "15s");
        bridge = rig.start();
    }

    @AfterAll
    static void stop() {
        bridge.close();
        rig.close();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void noTaskFailsOrIsLostForWhatIsNotItsDoing(Trouble trouble) {
        String name = "sim-" + trouble.name();
        tasks(name, TASKS, "6s");
        awaitPollsOf(name);
        rig.simulator().faults().add(Fault.of(trouble.effect));

        awaitSeen(trouble);
        long seenAfter = hits();
        BridgeRig.await(() -> hits() >= seenAfter + FURTHER_HITS, "further calls", SOON);
        rig.simulator().faults().clear();

        awaitCompleted(name, TASKS);
        BridgeRig.await(() -> status().path("ready").path("ok").asBoolean(), "ready again", SOON);
        assertNothingFailed(name);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("furtherTroubles")
    void norForWhatElseIsSeenInTheSameWay(Trouble trouble) {
        noTaskFailsOrIsLostForWhatIsNotItsDoing(trouble);
    }

    @Test
    void aWrongKeyIsSaidByReadinessAndPollingGoesOnByItselfOnceTheFileIsRight() throws IOException {
        tasks("sim-key", TASKS, "6s");
        awaitPollsOf("sim-key");
        write("key", "not-the-key");

        BridgeRig.await(() -> BridgeRig.get(bridge.adminPort(), "/readyz").statusCode() == 503, "not ready", SOON);
        assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").body()).contains("AuthFailure.SignatureFailure");
        assertThat(BridgeRig.get(bridge.adminPort(), "/livez").statusCode()).isEqualTo(200);
        assertThat(status().path("pipeline").path("hold").path("kind").asText()).isEqualTo("SUSPENDED");

        write("key", RIGHT_KEY);
        awaitCompleted("sim-key", TASKS);
        assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").statusCode()).isEqualTo(200);
        assertNothingFailed("sim-key");
    }

    @Test
    void doneWithoutUrlsIsAskedAboutAgainAndFailsIfItStaysSo() {
        Fault noUrls = Fault.of(new Effect.NoUrls());
        rig.simulator().faults().add(noUrls.withPrefix("sim-never"));
        rig.simulator().faults().add(noUrls.withPrefix("sim-later").withTimes(2));
        tasks("sim-never", 1, "1s");
        tasks("sim-later", 1, "1s");

        awaitCompleted("sim-later", 1);
        BridgeRig.await(() -> reasons("sim-never").size() == 1, "an answer", SOON);
        assertThat(reasons("sim-never").values()).containsExactly("RESULT_MALFORMED");
        assertNothingFailed("sim-later");
        rig.simulator().faults().clear();
    }

    private static void awaitSeen(Trouble trouble) {
        switch (trouble.seen) {
            case "GUARD" ->
                BridgeRig.await(
                        () -> status().path("pipeline")
                                        .path("quota")
                                        .path("guardMillis")
                                        .asLong()
                                > 0,
                        "a guard",
                        SOON);
            case "NOTHING" ->
                BridgeRig.await(
                        () -> rig.simulator().stats().faults().containsKey("unknown-status"), "unknown status", SOON);
            default ->
                BridgeRig.await(
                        () -> status().path("pipeline")
                                .path("hold")
                                .path("kind")
                                .asText()
                                .equals(trouble.seen),
                        trouble.seen,
                        SOON);
        }
    }

    private static long hits() {
        return rig.simulator().stats().faults().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void tasks(String name, int count, String duration) {
        for (int i = 0; i < count; i++) {
            rig.event(name + "-" + i + ";for=" + duration);
        }
    }

    private static void awaitPollsOf(String name) {
        BridgeRig.await(
                () -> rig.simulator().tasks(0, 10_000).stream()
                                .filter(task -> task.id().startsWith(name + "-"))
                                .count()
                        == TASKS,
                "every task asked about",
                SOON);
    }

    private static void awaitCompleted(String name, int count) {
        BridgeRig.await(() -> completed(name).size() + reasons(name).size() == count, count + " answers", SOON);
        assertThat(completed(name))
                .hasSize(count)
                .allSatisfy((id, answers) -> assertThat(answers).isEqualTo(1));
    }

    private static void assertNothingFailed(String name) {
        assertThat(reasons(name)).isEmpty();
        assertThat(rig.deadLetters().records()).isEmpty();
    }

    private static Map<String, Integer> completed(String name) {
        Map<String, Integer> counts =
                new HashMap<>(rig.answers().of(rig.topics().completed()).countsByTaskId());
        counts.keySet().removeIf(id -> !id.startsWith(name + "-"));
        return counts;
    }

    /** Why tasks failed. */
    private static Map<String, String> reasons(String name) {
        Map<String, String> reasons = new HashMap<>();
        rig.answers().of(rig.topics().failed()).records().forEach(each -> {
            JsonNode data = json(each.value());
            if (data.path("taskId").asText().startsWith(name + "-")) {
                reasons.put(data.path("taskId").asText(), data.path("reason").asText());
            }
        });
        return reasons;
    }

    private static JsonNode status() {
        return json(BridgeRig.get(bridge.adminPort(), "/api/status").body().getBytes(UTF_8));
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(String file, String content) throws IOException {
        return Files.writeString(directory.resolve(file), content).toString();
    }
}
