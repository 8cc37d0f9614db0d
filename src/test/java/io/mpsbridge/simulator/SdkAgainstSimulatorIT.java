package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The official SDK takes the service of the credential scope from the first label of the endpoint's host name. It
 * therefore runs in a JVM of its own, whose hosts file knows the simulator as {@code mps.simulator} and nothing else.
 */
@Timeout(120)
class SdkAgainstSimulatorIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Kind, Integer> LIMITS = new EnumMap<>(Map.of(Kind.IMAGE, 1, Kind.VIDEO, 2, Kind.AUDIO, 3));
    private static final Account STUDIO = new Account("studio", "AKIDstudio", "key-of-the-studio", Optional.empty());

    /** Time stands still for the limits, so that all calls are made in one second however slow the machine is. */
    private final Simulator simulator = Simulator.start(
            SimulatorSettings.of(Caller.ACCOUNT)
                    .withAccounts(Caller.ACCOUNT, STUDIO)
                    .withRateLimit(Kind.IMAGE, LIMITS.get(Kind.IMAGE))
                    .withRateLimit(Kind.VIDEO, LIMITS.get(Kind.VIDEO))
                    .withRateLimit(Kind.AUDIO, LIMITS.get(Kind.AUDIO))
                    .withWorkload(Workload.DEFAULT.withDurations("fixed:0s")),
            InstantSource.system(),
            () -> 0);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theOfficialSdkCreatesATaskOfEachKindAndGetsItsResults(Kind kind) throws Exception {
        String id = answer(sdk(Caller.ACCOUNT, createAction(kind), "{\"ModelName\":\"Hunyuan\"}")
                        .get(0))
                .path("TaskId")
                .asText();

        JsonNode done =
                answer(sdk(Caller.ACCOUNT, kind.describeAction(), taskId(id)).get(0));

        assertThat(done.path("Status").asText()).isEqualTo("DONE");
        assertThat(urls(kind, done)).isNotEmpty().allMatch(url -> url.startsWith("https://"));
        if (kind == Kind.VIDEO) {
            assertThat(done.path("Resolution").asText()).isEqualTo("1080*720");
        }
    }

    @Test
    void theOfficialSdkGetsTheSoundAndTheVideoOfADubbing() throws Exception {
        JsonNode done = answer(sdk(Caller.ACCOUNT, Kind.AUDIO.describeAction(), taskId("sim-a;end=done;dub=yes"))
                .get(0));

        assertThat(urls(Kind.AUDIO, done)).hasSize(1);
        assertThat(done.path("AudioInfos").get(0).path("Duration").asLong()).isPositive();
        assertThat(done.path("VideoInfos").get(0).path("Url").asText()).startsWith("https://");
        assertThat(done.path("VideoInfos").get(0).path("Duration").asLong()).isPositive();
    }

    @Test
    void eachActionOfEachAccountHasALimitOfItsOwnForTheOfficialSdk() throws Exception {
        List<String> calls = LIMITS.keySet().stream()
                .flatMap(kind -> Collections.nCopies(4, kind).stream())
                .flatMap(kind -> Stream.of(kind.describeAction(), taskId("sim-" + kind)))
                .toList();

        for (Account account : List.of(Caller.ACCOUNT, STUDIO)) {
            Iterator<String> lines = sdk(account, calls.toArray(String[]::new)).iterator();

            LIMITS.forEach((kind, limit) -> {
                for (int call = 1; call <= 4; call++) {
                    assertThat(lines.next()).startsWith(call > limit ? "error RequestLimitExceeded" : "answer {");
                }
                assertThat(simulator.stats().of(account.name(), kind).refused()).isEqualTo(4 - limit);
            });
        }
    }

    @Test
    void theOfficialSdkDoesNotFindATaskOfAnotherKindOrAccount() throws Exception {
        simulator.create(new AccountAction("studio", Kind.VIDEO), "mine", Instant.now(), Duration.ZERO, Ending.DONE);

        assertThat(sdk(STUDIO, Kind.VIDEO.describeAction(), taskId("mine")).get(0))
                .startsWith("answer {");
        assertThat(sdk(STUDIO, Kind.AUDIO.describeAction(), taskId("mine")))
                .containsExactly("error FailedOperation.TaskNotFound");
        assertThat(sdk(Caller.ACCOUNT, Kind.VIDEO.describeAction(), taskId("mine")))
                .containsExactly("error FailedOperation.TaskNotFound");
    }

    @Test
    void theOfficialSdkIsRefusedWithAWrongKey() throws Exception {
        Account wrong = new Account(Caller.ACCOUNT.secretId(), STUDIO.secretKey(), Optional.empty());

        assertThat(sdk(wrong, Kind.IMAGE.describeAction(), taskId("sim-1")))
                .containsExactly("error AuthFailure.SignatureFailure");
    }

    private static String createAction(Kind kind) {
        return "Create" + kind.describeAction().substring("Describe".length());
    }

    private static String taskId(String id) {
        return "{\"TaskId\":\"" + id + "\"}";
    }

    private static JsonNode answer(String line) throws IOException {
        assertThat(line).startsWith("answer {");
        return JSON.readTree(line.substring("answer ".length())).path("Response");
    }

    private static List<String> urls(Kind kind, JsonNode done) {
        return kind == Kind.AUDIO
                ? done.path("AudioInfos").findValuesAsText("Url")
                : done.path(kind == Kind.IMAGE ? "ImageUrls" : "VideoUrls")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList();
    }

    /** One line for each call. */
    private List<String> sdk(Account account, String... actionsAndParameters) throws IOException, InterruptedException {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 mps.simulator\n");
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Djdk.net.hosts.file=" + hosts,
                "-classpath",
                System.getProperty("java.class.path"),
                SdkCaller.class.getName(),
                Integer.toString(simulator.port()),
                account.secretId(),
                account.secretKey()));
        command.addAll(List.of(actionsAndParameters));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the SDK ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }
}
