package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several accounts: each has its own key, tasks, quotas and queues. */
class AccountsTest {

    private static final String NOT_FOUND = "FailedOperation.TaskNotFound";
    private static final Account STUDIO = new Account("studio", "AKIDstudio", "key-of-the-studio", Optional.empty());
    private static final Account GUEST = new Account("guest", "AKIDguest", "key-of-the-guest", Optional.of("pass"));

    private final HandClock clock = new HandClock();
    private final Simulator simulator = Simulator.start(
            SimulatorSettings.of(Caller.ACCOUNT)
                    .withAccounts(Caller.ACCOUNT, STUDIO, GUEST)
                    .withRateLimit(3)
                    .withRateLimit(Kind.VIDEO, 5)
                    .withConcurrency(new Concurrency(1, Order.FIFO)),
            clock,
            clock::nanos);
    private final Caller caller = new Caller(simulator, clock);
    private final Caller studio = caller.as(STUDIO);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void eachAccountSignsWithItsOwnKey() {
        assertThat(caller.code("sim-1")).isEqualTo("none");
        assertThat(studio.code("sim-1")).isEqualTo("none");
        assertThat(studio.signing(signer -> signer.withSecretId(STUDIO.secretId()))
                        .code("sim-1"))
                .isEqualTo("AuthFailure.SignatureFailure");
        assertThat(caller.as(GUEST).code("sim-1")).isEqualTo("AuthFailure.TokenFailure");
        assertThat(caller.as(GUEST).header("x-tc-token", "pass").code("sim-1")).isEqualTo("none");
    }

    @Test
    void eachActionOfEachAccountHasAQuotaOfItsOwn() {
        for (int call = 1; call <= 6; call++) {
            for (Kind kind : Kind.values()) {
                boolean over = call > (kind == Kind.VIDEO ? 5 : 3);
                String expected = over ? "RequestLimitExceeded" : "none";
                assertThat(caller.about(kind).code("sim-" + kind)).isEqualTo(expected);
                assertThat(studio.about(kind).code("sim-" + kind)).isEqualTo(expected);
            }
        }

        Stats stats = simulator.stats();
        assertThat(stats.calls()).isEqualTo(36);
        assertThat(stats.peak()).isEqualTo(36);
        assertThat(stats.refused()).isEqualTo(2 * (3 + 1 + 3));
        for (String account : List.of("default", "studio")) {
            assertThat(stats.of(account, Kind.AUDIO).refused()).isEqualTo(3);
            assertThat(stats.of(account, Kind.VIDEO).refused()).isEqualTo(1);
            assertThat(stats.of(account, Kind.VIDEO).peak()).isEqualTo(6);
        }
        assertThat(stats.of("guest", Kind.IMAGE).calls()).isZero();
    }

    @Test
    void callsWithAWrongSignatureCountForTheAccountThatTheyNameAndTakeNothingFromItsQuota() {
        Caller thief =
                studio.signing(signer -> signer.withSecretId(STUDIO.secretId()).withSecretKey("wrong"));
        Caller stranger = caller.signing(signer -> signer.withSecretId("AKIDstranger"));
        IntStream.range(0, 9).forEach(i -> thief.describe("sim-1"));
        IntStream.range(0, 9).forEach(i -> stranger.describe("sim-1"));

        assertThat(studio.code("sim-1")).isEqualTo("none");
        assertThat(simulator.stats().of("studio", Kind.IMAGE).calls()).isEqualTo(10);
        assertThat(simulator.stats().of("studio", Kind.IMAGE).refused()).isZero();
        assertThat(simulator.stats().of("default", Kind.IMAGE).calls()).isZero();
        assertThat(simulator.stats().calls()).isEqualTo(19);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCreatedTaskIsItsAccountsAlone(Kind kind) {
        String action = "Create" + kind.describeAction().substring("Describe".length());
        String id = studio.call(action, "{\"ModelName\":\"m\"}").path("TaskId").asText();
        simulator.create(new AccountAction("studio", kind), "x", HandClock.START, Duration.ZERO, Ending.DONE);

        assertThat(studio.about(kind).code(id)).isEqualTo("none");
        assertThat(studio.about(kind).code("x")).isEqualTo("none");
        assertThat(caller.about(kind).code(id)).isEqualTo(NOT_FOUND);
        assertThat(caller.about(kind).code("x")).isEqualTo(NOT_FOUND);
    }

    @Test
    void aTaskThatNobodyCreatedIsKnownToEveryAccount() {
        assertThat(studio.status("sim-1;for=0s;end=done")).isEqualTo("DONE");

        assertThat(caller.status("sim-1;for=0s;end=done")).isEqualTo("DONE");
        assertThat(simulator.tasks(0, 10)).extracting(TaskReport::account).containsExactly("studio");
    }

    @Test
    void theQueueIsOfOneAccountKindAndModel() {
        assertThat(caller.status("sim-1;for=9s")).isEqualTo("RUN");
        assertThat(caller.status("sim-2;for=9s")).isEqualTo("WAIT");
        assertThat(studio.status("sim-3;for=9s")).isEqualTo("RUN");
        assertThat(caller.about(Kind.VIDEO).status("sim-4;for=9s")).isEqualTo("RUN");
        assertThat(caller.about(Kind.VIDEO).status("sim-5;for=9s")).isEqualTo("WAIT");
        assertThat(caller.about(Kind.VIDEO).status("sim-6;for=9s;model=m")).isEqualTo("RUN");

        Stats stats = simulator.stats();
        assertThat(stats.of("default", Kind.IMAGE).queue()).isEqualTo(new Stats.Queue(1, 1, 1, 1, 1));
        assertThat(stats.of("default", Kind.VIDEO).queue()).isEqualTo(new Stats.Queue(1, 2, 2, 1, 1));
        assertThat(stats.of("studio", Kind.IMAGE).queue()).isEqualTo(new Stats.Queue(0, 1, 1, 0, 1));
        assertThat(stats.queue()).isEqualTo(new Stats.Queue(2, 4, 4, 2, 1));
    }

    @Test
    void theStatsShowEachActionOfEachAccountByItsNameAndNoSecret() {
        studio.about(Kind.AUDIO).describe("sim-1;for=1s;end=done");
        clock.advance(Duration.ofSeconds(3));
        studio.about(Kind.AUDIO).describe("sim-1;for=1s;end=done");

        JsonNode stats = caller.get("/_simulator/stats");

        assertThat(stats.path("actions")).hasSize(9);
        assertThat(stats.path("actions").get(5).toString())
                .isEqualTo("{\"account\":\"studio\",\"action\":\"DescribeAigcAudioTask\",\"limit\":3,\"calls\":2,"
                        + "\"peak\":1,\"peakAt\":\"2026-11-23T23:59:50Z\",\"refused\":0,"
                        + "\"tasks\":{\"created\":1,\"ended\":1,\"seenEnded\":1,\"asked\":1,\"polls\":2},"
                        + "\"queue\":{\"waiting\":0,\"running\":0,\"started\":1,\"waited\":0,\"mostRunning\":1},"
                        + "\"detectionDelay\":{\"count\":1,\"meanSeconds\":2.0,\"p50Seconds\":2.0,"
                        + "\"p99Seconds\":2.0,\"maxSeconds\":2.0}}");
        assertThat(stats.toString())
                .doesNotContain(STUDIO.secretId(), STUDIO.secretKey(), Caller.ACCOUNT.secretId(), "pass");
    }

    @Test
    void aFaultCanHitOneAccountAlone() {
        put("{\"fault\":\"error\",\"code\":\"InternalError\",\"account\":\"studio\"}");

        assertThat(studio.code("sim-1")).isEqualTo("InternalError");
        assertThat(studio.about(Kind.AUDIO).code("sim-2")).isEqualTo("InternalError");
        assertThat(caller.code("sim-1")).isEqualTo("none");
        assertThat(simulator.stats().faults()).containsEntry("error:InternalError", 2L);
    }

    @Test
    void aFaultCanHitOneActionAloneAndOneActionOfOneAccount() {
        put("{\"fault\":\"error\",\"code\":\"InternalError\",\"action\":\"DescribeAigcVideoTask\"}");
        assertThat(caller.about(Kind.VIDEO).code("sim-1")).isEqualTo("InternalError");
        assertThat(caller.code("sim-2")).isEqualTo("none");
        simulator.faults().clear();

        simulator
                .faults()
                .add(Fault.of(new Effect.ErrorCode("InternalError", ""))
                        .withKind(Kind.VIDEO)
                        .withAccount("studio"));

        assertThat(studio.about(Kind.VIDEO).code("sim-1")).isEqualTo("InternalError");
        assertThat(caller.about(Kind.VIDEO).code("sim-1")).isEqualTo("none");
        assertThat(studio.code("sim-2")).isEqualTo("none");
        assertThat(caller.get("/_simulator/faults").toString())
                .contains("\"account\":\"studio\"", "\"action\":\"DescribeAigcVideoTask\"");
    }

    @Test
    void latencyOfOneAccountDelaysNoOther() {
        put("{\"fault\":\"latency\",\"before\":\"fixed:1h\",\"account\":\"studio\"}");
        var delayed = studio.rawDescribe("sim-1");

        assertThat(caller.code("sim-1")).isEqualTo("none");
        assertThat(delayed).isNotDone();
        delayed.cancel(true);
    }

    @Test
    void aFaultOfNoKnownAccountOrActionIsRefused() {
        assertThat(refused("{\"fault\":\"reset\",\"account\":\"nobody\"}"))
                .isEqualTo("account: there is none named 'nobody'");
        assertThat(refused("{\"fault\":\"reset\",\"action\":\"CreateAigcImageTask\"}"))
                .startsWith("action: 'CreateAigcImageTask' is none of DescribeAigcImageTask, ");
        assertThat(simulator.faults().active()).isEmpty();
        assertThatThrownBy(() -> simulator.create(
                        new AccountAction("nobody", Kind.IMAGE), "x", HandClock.START, Duration.ZERO, Ending.DONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nobody'");
    }

    private void put(String json) {
        caller.plain("POST", "/_simulator/faults", json, 200);
    }

    private String refused(String json) {
        return caller.plain("POST", "/_simulator/faults", json, 400)
                .path("error")
                .asText();
    }
}
