package io.mpsbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks with a trouble of their own, and a server whose clock is off. */
class TaskFaultTest {

    private static final String DESCRIBE = "DescribeAigcImageTask";

    private final HandClock clock = new HandClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.of(Caller.ACCOUNT).withRateLimit(0), clock, clock::nanos);
    private final Caller caller = new Caller(simulator, clock);

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InternalError",
                "AuthFailure.UnauthorizedOperation",
                "FailedOperation.TaskNotFound",
                "LimitExceeded",
                "ResourceNotFound",
                "NobodyKnows.This"
            })
    void anErrorCodeIsAnsweredForThatTaskAloneAndForGood(String code) {
        String troubled = "sim-a;for=1s;trouble=" + code;

        assertThat(caller.code(troubled)).isEqualTo(code);
        clock.advance(Duration.ofHours(1));
        assertThat(caller.code(troubled)).isEqualTo(code);
        assertThat(caller.status("sim-b;for=0s;end=done")).isEqualTo("DONE");
        assertThat(simulator.stats().faults()).containsEntry("error:" + code, 2L);
        assertThat(simulator.stats().tasks().seenEnded()).isEqualTo(1);
        assertThat(simulator.goodAnswers()).isEqualTo(1);
    }

    @Test
    void anHttpStatusAnEmptyBodyAndAnUnknownStatusAreAnswered() {
        assertThat(raw("sim-a;trouble=http-503").join().statusCode()).isEqualTo(503);
        assertThat(raw("sim-b;trouble=empty").join().body()).isEmpty();
        assertThat(caller.status("sim-c;for=0s;trouble=status-TIMEOUT")).isEqualTo("TIMEOUT");
        assertThat(simulator.goodAnswers()).isZero();
    }

    @Test
    void garbageAndContradictionsComeInAllTheirForms() {
        Set<String> bodies = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofNanos(1));
            bodies.add(new String(raw("sim-a;trouble=contradiction").join().body(), UTF_8));
            assertThat(new String(raw("sim-b;trouble=garbage").join().body(), UTF_8))
                    .doesNotContain("RequestId");
        }

        assertThat(bodies).hasSize(5).allMatch(body -> body.startsWith("{\"Response\":{"));
        assertThat(bodies).anyMatch(body -> body.contains("\"DONE\"") && body.contains("\"Error\""));
        assertThat(bodies).anyMatch(body -> body.indexOf("\"Status\"") != body.lastIndexOf("\"Status\""));
    }

    @Test
    void aTaskThatHangsOrResetsHoldsUpNoOther() {
        CompletableFuture<HttpResponse<byte[]>> hangs = raw("sim-a;trouble=hang");
        CompletableFuture<HttpResponse<byte[]>> resets = raw("sim-b;trouble=reset");

        assertThat(resets.handle((response, failure) -> failure).join()).hasCauseInstanceOf(IOException.class);
        assertThat(caller.status("sim-c;for=0s;end=done")).isEqualTo("DONE");
        assertThat(hangs).isNotDone();
        hangs.cancel(true);
    }

    @Test
    void doneComesWithoutUrlsForSoLongAfterTheEndAndThenWith() {
        String late = "sim-a;for=5s;end=done;trouble=no-urls;trouble-for=25s";

        assertThat(caller.status(late)).isEqualTo("WAIT");
        clock.advance(Duration.ofMillis(29_999));
        JsonNode early = caller.describe(late);
        clock.advance(Duration.ofMillis(1));
        JsonNode whole = caller.describe(late);

        assertThat(early.path("Status").asText()).isEqualTo("DONE");
        assertThat(early.has("ImageUrls")).isFalse();
        assertThat(whole.path("ImageUrls")).isNotEmpty();
        assertThat(simulator.stats().tasks().seenEnded()).isEqualTo(1);
    }

    @Test
    void aTroubleEndsAfterItsTimeFromTheCreationOfItsTask() {
        String troubled = "sim-a;for=0s;end=done;trouble=InternalError;trouble-for=10s";

        assertThat(caller.code(troubled)).isEqualTo("InternalError");
        clock.advance(Duration.ofMillis(9_999));
        assertThat(caller.code(troubled)).isEqualTo("InternalError");
        clock.advance(Duration.ofMillis(1));
        assertThat(caller.status(troubled)).isEqualTo("DONE");
    }

    @Test
    void theTroubleOfTheServiceComesBeforeThatOfATask() {
        caller.plain("POST", "/_simulator/faults", "{\"fault\":\"status\",\"status\":502,\"times\":1}", 200);

        assertThat(raw("sim-a;trouble=InternalError").join().statusCode()).isEqualTo(502);
        assertThat(caller.code("sim-a;trouble=InternalError")).isEqualTo("InternalError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trouble=", "trouble=http-200", "trouble=http-5", "trouble=what", "trouble-for=5s"})
    void aTroubleThatCannotBeReadIsRefused(String part) {
        assertThat(caller.code("sim-a;" + part)).isEqualTo("InvalidParameterValue");
    }

    @Test
    void everyAnswerTellsTheServersTime() {
        assertThat(date("sim-a")).isEqualTo(HandClock.START);
    }

    @Test
    void aClockThatIsOffMovesTheDateAndWhatSignaturesAreJudgedBy() {
        fault("{\"fault\":\"clock\",\"offset\":\"-90s\",\"lasting\":\"10s\"}");
        assertThat(date("sim-a")).isEqualTo(HandClock.START.minusSeconds(90));
        assertThat(caller.status("sim-a")).isEqualTo("WAIT");

        clock.advance(Duration.ofSeconds(10));
        assertThat(date("sim-a")).isEqualTo(HandClock.START.plusSeconds(10));

        fault("{\"fault\":\"clock\",\"offset\":\"+3h\"}");
        assertThat(date("sim-a")).isEqualTo(HandClock.START.plusSeconds(10).plus(Duration.ofHours(3)));
        assertThat(caller.code("sim-a")).isEqualTo("AuthFailure.SignatureExpire");
    }

    private void fault(String json) {
        caller.plain("POST", "/_simulator/faults", json, 200);
    }

    private Instant date(String taskId) {
        String date = raw(taskId).join().headers().firstValue("date").orElseThrow();
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    }

    private CompletableFuture<HttpResponse<byte[]>> raw(String taskId) {
        return caller.raw(DESCRIBE, "{\"TaskId\":\"" + taskId + "\"}");
    }
}
