package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over real HTTP, with a clock that stands still unless it is moved. */
class ApiTest {

    private static final String DESCRIBE = "DescribeAigcImageTask";

    private final HandClock clock = new HandClock();
    private Simulator simulator = start(Workload.DEFAULT, 20);
    private Caller caller = new Caller(simulator, clock);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void aCreatedTaskWaitsRunsAndIsDoneWithOneToFourUrls() {
        restart(Workload.DEFAULT.withDurations("fixed:10s").withWaitShare(0.3), 20);
        String id = caller.call("CreateAigcImageTask", "{\"ModelName\":\"Hunyuan\",\"Prompt\":\"a cat\"}")
                .path("TaskId")
                .asText();

        assertThat(caller.status(id)).isEqualTo("WAIT");
        clock.advance(Duration.ofMillis(2_999));
        assertThat(caller.status(id)).isEqualTo("WAIT");
        clock.advance(Duration.ofMillis(1));
        assertThat(caller.status(id)).isEqualTo("RUN");
        clock.advance(Duration.ofMillis(6_999));
        assertThat(caller.describe(id).has("ImageUrls")).isFalse();
        clock.advance(Duration.ofMillis(1));
        JsonNode done = caller.describe(id);
        assertThat(done.path("Status").asText()).isEqualTo("DONE");
        assertThat(done.path("Message").asText()).isEqualTo("ok");
        assertThat(done.path("ImageUrls"))
                .hasSizeBetween(1, 4)
                .allMatch(url -> url.asText().startsWith("https://"));
    }

    @Test
    void aFailedTaskSaysWhyAndHasNoUrls() {
        simulator.create("mine", HandClock.START, Duration.ofSeconds(1), Ending.FAIL);
        clock.advance(Duration.ofSeconds(1));

        JsonNode failed = caller.describe("mine");

        assertThat(failed.path("Status").asText()).isEqualTo("FAIL");
        assertThat(failed.path("Message").asText()).isNotEmpty();
        assertThat(failed.has("ImageUrls")).isFalse();
    }

    @Test
    void theModelDecidesWhichDurationIsDrawn() {
        restart(Workload.DEFAULT.withDurations("fast=fixed:1s", "fixed:1h"), 20);
        String fast = caller.call("CreateAigcImageTask", "{\"ModelName\":\"fast\"}")
                .path("TaskId")
                .asText();
        String slow = caller.call("CreateAigcImageTask", "{\"ModelName\":\"slow\"}")
                .path("TaskId")
                .asText();

        clock.advance(Duration.ofSeconds(1));

        assertThat(caller.status(fast)).isEqualTo("DONE");
        assertThat(caller.status(slow)).isNotEqualTo("DONE");
    }

    @Test
    void anIdCanSayWhatBecomesOfItsTask() {
        String past = "sim-a;end=fail;for=5s;at=" + (HandClock.START.toEpochMilli() - 5_000);
        assertThat(caller.status(past)).isEqualTo("FAIL");
        assertThat(caller.status("sim-b;for=5s")).isEqualTo("WAIT");
        clock.advance(Duration.ofSeconds(5));
        assertThat(caller.status("sim-b;for=5s")).isEqualTo("DONE");
        assertThat(caller.code("sim-c;for=never")).isEqualTo("InvalidParameterValue");
        assertThat(caller.code("sim-c;at=99999999999999")).isEqualTo("InvalidParameterValue");
        assertThat(caller.code("sim-c;end=maybe")).isEqualTo("InvalidParameterValue");
        assertThat(caller.code("sim-c;what")).isEqualTo("InvalidParameterValue");
    }

    @Test
    void anUnknownIdIsNotFoundUnlessUnknownIdsAreAdopted() {
        assertThat(caller.code("4-AigcImage-x")).isEqualTo("FailedOperation.TaskNotFound");
        restart(Workload.DEFAULT.withAdoptUnknown(true), 20);
        assertThat(caller.status("4-AigcImage-x")).isEqualTo("WAIT");
    }

    @Test
    void whatIsDrawnDoesNotDependOnTheOrderOfRequests() {
        Workload workload = Workload.DEFAULT.withFailRatio(0.5).withSeed(5);
        restart(workload, 0);
        List<String> ids = IntStream.range(0, 50).mapToObj(i -> "sim-" + i).toList();
        ids.forEach(caller::describe);
        Map<String, String> first = fates();
        restart(workload, 0);
        IntStream.range(0, 50).map(i -> 49 - i).forEach(i -> caller.describe(ids.get(i)));

        assertThat(fates()).isEqualTo(first);
        restart(workload.withSeed(6), 0);
        ids.forEach(caller::describe);
        assertThat(fates()).isNotEqualTo(first);
    }

    @Test
    void theTwentyFirstCallOfASecondIsRefusedAndTheLimitComesBack() {
        List<String> codes =
                IntStream.range(0, 22).mapToObj(i -> caller.code("sim-1")).toList();
        assertThat(codes.subList(0, 20)).containsOnly("none");
        assertThat(codes.subList(20, 22)).containsOnly("RequestLimitExceeded");

        clock.advance(Duration.ofNanos(999_999_999));
        assertThat(caller.code("sim-1")).isEqualTo("RequestLimitExceeded");
        clock.advance(Duration.ofNanos(1));
        assertThat(caller.code("sim-1")).isEqualTo("none");

        Stats stats = simulator.stats();
        assertThat(stats.calls()).isEqualTo(24);
        assertThat(stats.refused()).isEqualTo(3);
        assertThat(stats.peak()).isEqualTo(23);
        assertThat(stats.peakAt()).isEqualTo(HandClock.START);
        assertThat(stats.errors()).containsEntry("RequestLimitExceeded", 3L);
        assertThat(simulator.tasks(0, 1).get(0).polls()).isEqualTo(21);
    }

    @Test
    void refusedSignaturesCountAsArrivalsButTakeNothingFromTheQuota() {
        Caller stranger = caller.signing(signer -> signer.withSecretKey("wrong"));
        IntStream.range(0, 30).forEach(i -> stranger.describe("sim-1"));

        assertThat(caller.status("sim-1")).isEqualTo("WAIT");
        assertThat(simulator.stats().peak()).isEqualTo(31);
        assertThat(simulator.stats().authFailures()).isEqualTo(30);
    }

    @Test
    void aSignatureThatIsNotTheAccountsIsRefused() {
        String failure = "AuthFailure.SignatureFailure";
        assertThat(caller.signing(signer -> signer.withSecretKey("wrong")).code("sim-1"))
                .isEqualTo(failure);
        assertThat(caller.signing(signer -> signer.withService("cvm")).code("sim-1"))
                .isEqualTo(failure);
        assertThat(caller.signing(signer -> signer.withDate("2026-11-24")).code("sim-1"))
                .isEqualTo(failure);
        assertThat(caller.header("x-tc-action", DESCRIBE.toUpperCase(Locale.ROOT))
                        .code("sim-1"))
                .isEqualTo("InvalidAction");
        assertThat(caller.header("content-type", "application/json").code("sim-1"))
                .isEqualTo(failure);
        assertThat(caller.header("authorization", "Basic YTpi").code("sim-1")).isEqualTo(failure);
        assertThat(caller.signing(signer -> signer.withSecretId("AKIDother")).code("sim-1"))
                .isEqualTo("AuthFailure.SecretIdNotFound");
    }

    @Test
    void theDateOfTheScopeIsTheOneOfTheTimestampInUtc() {
        clock.advance(Duration.ofSeconds(11));

        assertThat(caller.status("sim-1")).isEqualTo("WAIT");
        assertThat(caller.signing(signer -> signer.withDate("2026-11-23")).code("sim-1"))
                .isEqualTo("AuthFailure.SignatureFailure");
    }

    @Test
    void aTimestampIsGoodForFiveMinutesEitherWay() {
        for (int seconds : new int[] {-300, 300}) {
            assertThat(off(seconds).status("sim-1")).as("%s s", seconds).isEqualTo("WAIT");
        }
        for (int seconds : new int[] {-301, 301}) {
            assertThat(off(seconds).code("sim-1")).as("%s s", seconds).isEqualTo("AuthFailure.SignatureExpire");
        }
    }

    @Test
    void aTokenIsAskedForWhereTheAccountHasOne() {
        simulator.close();
        Account temporary = new Account(Caller.ACCOUNT.secretId(), Caller.ACCOUNT.secretKey(), Optional.of("token"));
        simulator = Simulator.start(SimulatorSettings.of(temporary), clock, clock::nanos);
        caller = new Caller(simulator, clock);

        assertThat(caller.code("sim-1")).isEqualTo("AuthFailure.TokenFailure");
        assertThat(caller.header("x-tc-token", "other").code("sim-1")).isEqualTo("AuthFailure.TokenFailure");
        assertThat(caller.header("x-tc-token", "token").status("sim-1")).isEqualTo("WAIT");
    }

    @ParameterizedTest
    @CsvSource({
        "authorization,  '',         MissingParameter",
        "x-tc-timestamp, '',         MissingParameter",
        "x-tc-timestamp, yesterday,  InvalidParameterValue",
        "x-tc-action,    '',         MissingParameter",
        "x-tc-version,   '',         MissingParameter",
        "x-tc-version,   2017-03-12, NoSuchVersion",
        "content-type,   text/plain, UnsupportedProtocol"
    })
    void aHeaderThatIsMissingOrWrongIsNamedByItsCode(String header, String value, String code) {
        assertThat(caller.header(header, value).code("sim-1")).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DescribeAigcImageTask | {} | MissingParameter",
                "DescribeAigcImageTask | {\"TaskId\":null} | MissingParameter",
                "DescribeAigcImageTask | {\"TaskId\":7} | InvalidParameter",
                "DescribeAigcImageTask | {\"TaskId\":\"\"} | InvalidParameterValue",
                "DescribeAigcImageTask | {\"TaskId\":\"sim-1\",\"Task\":1} | UnknownParameter",
                "DescribeAigcImageTask | [] | InvalidParameter",
                "DescribeAigcImageTask | '' | InvalidParameter",
                "DescribeAigcImageTask | {\"TaskId\":\"sim-1\"}} | InvalidParameter",
                "CreateAigcImageTask | {\"Prompt\":\"a cat\"} | MissingParameter",
                "DeleteAigcImageTask | {} | InvalidAction"
            })
    void aBodyThatIsMissingOrWrongIsNamedByItsCode(String action, String body, String code) {
        assertThat(caller.call(action, body).path("Error").path("Code").asText())
                .isEqualTo(code);
    }

    @Test
    void aBodyBeyondTheBoundIsRefusedAndCounted() {
        String body = "{\"TaskId\":\"" + "x".repeat(2_000_000) + "\"}";

        assertThat(caller.call(DESCRIBE, body).path("Error").path("Code").asText())
                .isEqualTo("RequestSizeLimitExceeded");
        assertThat(simulator.stats().calls()).isEqualTo(1);
    }

    @Test
    void deeplyNestedJsonIsRefusedAndHarmsNothing() {
        String body = "[".repeat(100_000);

        assertThat(caller.call(DESCRIBE, body).path("Error").path("Code").asText())
                .isEqualTo("InvalidParameter");
        assertThat(caller.status("sim-1")).isEqualTo("WAIT");
    }

    @Test
    void thereIsRoomForSoManyTasksAndNoMore() {
        simulator.close();
        simulator = Simulator.start(SimulatorSettings.of(Caller.ACCOUNT).withMaxTasks(1), clock, clock::nanos);
        caller = new Caller(simulator, clock);

        assertThat(caller.status("sim-1")).isEqualTo("WAIT");
        assertThat(caller.code("sim-2")).isEqualTo("ResourceInsufficient");
        assertThat(caller.status("sim-1")).isEqualTo("WAIT");
        assertThatThrownBy(() -> simulator.create("x", HandClock.START, Duration.ZERO, Ending.DONE))
                .hasMessageContaining("--max-tasks");
    }

    @Test
    void aTaskCanBeMadeOnlyOnce() {
        simulator.create("x", HandClock.START, Duration.ZERO, Ending.DONE);

        assertThatThrownBy(() -> simulator.create("x", HandClock.START, Duration.ZERO, Ending.FAIL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("x already");
    }

    @Test
    void aTakenPortIsNamed() {
        SimulatorSettings same = SimulatorSettings.of(Caller.ACCOUNT).withAddress("127.0.0.1", simulator.port());

        assertThatThrownBy(() -> Simulator.start(same, clock, clock::nanos))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining("127.0.0.1:" + simulator.port());
    }

    private Map<String, String> fates() {
        Map<String, String> fates = new TreeMap<>();
        simulator.tasks(0, 1_000).forEach(task -> fates.put(task.id(), task.endsAt() + " " + task.ending()));
        return fates;
    }

    private Caller off(int seconds) {
        Instant shifted = clock.instant().plusSeconds(seconds);
        return new Caller(simulator, () -> shifted);
    }

    private void restart(Workload workload, int rateLimit) {
        simulator.close();
        simulator = start(workload, rateLimit);
        caller = new Caller(simulator, clock);
    }

    private Simulator start(Workload workload, int rateLimit) {
        SimulatorSettings settings =
                SimulatorSettings.of(Caller.ACCOUNT).withWorkload(workload).withRateLimit(rateLimit);
        return Simulator.start(settings, clock, clock::nanos);
    }
}
