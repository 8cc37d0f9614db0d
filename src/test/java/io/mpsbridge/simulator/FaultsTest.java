package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault over real HTTP, put in by HTTP. */
class FaultsTest {

    private static final String DESCRIBE = "DescribeAigcImageTask";

    private final HandClock clock = new HandClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.of(Caller.ACCOUNT).withRateLimit(0), clock, clock::nanos);
    private final Caller caller = new Caller(simulator, clock);

    @BeforeEach
    void aTaskThatIsDone() {
        simulator.create("done", HandClock.START, Duration.ZERO, Ending.DONE);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void anHttpStatusTakesThePlaceOfTheAnswer() {
        put("{\"fault\":\"status\",\"status\":502}");

        assertThat(raw("done").join().statusCode()).isEqualTo(502);
        thenTheEndHasNotBeenSeen();
    }

    @Test
    void theConnectionIsReset() {
        put("{\"fault\":\"reset\"}");

        assertThatThrownBy(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
                        socket.setSoTimeout(20_000);
                        String request = "POST / HTTP/1.1\r\nHost: x\r\nX-TC-Action: " + DESCRIBE
                                + "\r\nContent-Length: 0\r\n\r\n";
                        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                        socket.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> raw("done").join()).hasCauseInstanceOf(IOException.class);
        thenTheEndHasNotBeenSeen();
    }

    @Test
    void garbageIsNoAnswer() {
        put("{\"fault\":\"garbage\"}");

        for (int i = 0; i < 20; i++) {
            HttpResponse<byte[]> response = raw("done").join();
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(new String(response.body(), StandardCharsets.ISO_8859_1)).doesNotContain("RequestId");
        }
        thenTheEndHasNotBeenSeen();
    }

    @Test
    void anEmptyBodyIsEmpty() {
        put("{\"fault\":\"empty\"}");

        HttpResponse<byte[]> response = raw("done").join();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        thenTheEndHasNotBeenSeen();
    }

    @Test
    void aDrippingAnswerIsTheTrueOneAndTakesItsTime() {
        put("{\"fault\":\"drip\",\"gap\":\"2ms\"}");
        long begun = System.nanoTime();

        HttpResponse<byte[]> response = raw("done").join();

        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("\"DONE\"", "ImageUrls");
        assertThat(System.nanoTime() - begun).isGreaterThan(response.body().length * 2_000_000L);
        assertThat(simulator.stats().tasks().seenEnded()).isEqualTo(1);
    }

    @Test
    void aSilentServerNeverAnswers() {
        put("{\"fault\":\"silence\",\"prefix\":\"done\"}");
        CompletableFuture<HttpResponse<byte[]>> silent = raw("done");
        until(() -> simulator.stats().faults().containsKey("silence"));

        assertThat(caller.status("sim-other")).isEqualTo("WAIT");
        assertThat(silent).isNotDone();
        silent.cancel(true);
        thenTheEndHasNotBeenSeen();
    }

    @Test
    void anErrorCodeOfChoiceIsAnswered() {
        put("{\"fault\":\"error\",\"code\":\"AuthFailure.SecretIdNotFound\"}");

        assertThat(caller.code("done")).isEqualTo("AuthFailure.SecretIdNotFound");
        assertThat(simulator.stats().faults()).containsEntry("error:AuthFailure.SecretIdNotFound", 1L);
        assertThat(simulator.stats().authFailures()).isZero();
        thenTheEndHasNotBeenSeen();
    }

    @Test
    void anUnknownStatusIsAnsweredForATask() {
        put("{\"fault\":\"unknown-status\",\"status\":\"PAUSED\"}");

        assertThat(caller.status("done")).isEqualTo("PAUSED");
        assertThat(caller.code("nobody")).isEqualTo("FailedOperation.TaskNotFound");
        thenTheEndHasNotBeenSeen();
    }

    @Test
    void doneComesWithoutUrlsSoManyTimesAndThenWith() {
        put("{\"fault\":\"no-urls\",\"times\":2}");

        assertThat(caller.status("sim-running")).isEqualTo("WAIT");
        assertThat(caller.describe("done").has("ImageUrls")).isFalse();
        assertThat(caller.describe("done").has("ImageUrls")).isFalse();
        thenTheEndHasNotBeenSeen();
        assertThat(caller.describe("done").has("ImageUrls")).isTrue();
        assertThat(simulator.stats().tasks().seenEnded()).isEqualTo(1);
        assertThat(simulator.faults().active()).isEmpty();
    }

    @Test
    void latencyBeforeTheCallIsCountedKeepsItUncountedAndItArrivesEvenIfTheCallerGivesUp() {
        put("{\"fault\":\"latency\",\"before\":\"fixed:1s\"}");
        CompletableFuture<HttpResponse<byte[]>> call = raw("done");
        until(() -> simulator.stats().faults().containsKey("latency"));

        assertThat(simulator.stats().calls()).isZero();
        call.cancel(true);
        until(() -> simulator.stats().calls() == 1);
    }

    @Test
    void latencyAfterTheCallIsCountedKeepsTheAnswerBack() {
        put("{\"fault\":\"latency\",\"after\":\"fixed:1s\"}");
        CompletableFuture<HttpResponse<byte[]>> call = raw("done");
        until(() -> simulator.stats().calls() == 1);

        assertThat(call).isNotDone();
        thenTheEndHasNotBeenSeen();
        assertThat(call.join().statusCode()).isEqualTo(200);
        assertThat(simulator.stats().tasks().seenEnded()).isEqualTo(1);
    }

    @Test
    void latenciesAddUp() {
        put("[{\"fault\":\"latency\",\"before\":\"fixed:40ms\"},"
                + "{\"fault\":\"latency\",\"before\":\"uniform:10ms,20ms\",\"after\":\"fixed:30ms\"}]");
        long begun = System.nanoTime();

        assertThat(caller.status("done")).isEqualTo("DONE");

        assertThat(System.nanoTime() - begun).isGreaterThan(80_000_000L);
    }

    @Test
    void aFaultEndsAfterItsTime() {
        put("{\"fault\":\"status\",\"lasting\":\"10s\"}");

        clock.advance(Duration.ofMillis(9_999));
        assertThat(raw("done").join().statusCode()).isEqualTo(503);
        clock.advance(Duration.ofMillis(1));
        assertThat(raw("done").join().statusCode()).isEqualTo(200);
    }

    @Test
    void aFaultHitsWithItsProbabilityAndOnlyItsPrefix() {
        put("{\"fault\":\"error\",\"code\":\"FailedOperation\",\"probability\":0.3,\"prefix\":\"sim-a\"}");

        long hit = IntStream.range(0, 400)
                .filter(i -> caller.code("sim-a").equals("FailedOperation"))
                .count();
        assertThat(hit).isBetween(80L, 160L);
        assertThat(IntStream.range(0, 50).filter(i -> caller.code("sim-b").equals("none")))
                .hasSize(50);
    }

    @Test
    void theFirstFaultThatHitsDecides() {
        simulator
                .faults()
                .add(Fault.of(new Effect.ErrorCode("InternalError", "")).withTimes(1));
        simulator.faults().add(Fault.of(new Effect.HttpStatus(500)));

        assertThat(caller.code("done")).isEqualTo("InternalError");
        assertThat(raw("done").join().statusCode()).isEqualTo(500);
    }

    @Test
    void faultsAreListedWithWhatIsLeftOfThemAndTakenAway() {
        put("{\"fault\":\"status\",\"status\":500,\"times\":3,\"lasting\":\"10s\",\"prefix\":\"d\"}");
        raw("done").join();
        clock.advance(Duration.ofSeconds(4));

        String listed = caller.get("/_simulator/faults").toString();
        assertThat(listed)
                .contains("\"fault\":\"status\"", "\"times\":2", "\"lasting\":\"6000ms\"", "\"prefix\":\"d\"");
        assertThat(caller.plain("DELETE", "/_simulator/faults", "", 200)).isEmpty();
        assertThat(raw("done").join().statusCode()).isEqualTo(200);
    }

    @Test
    void creatingTasksIsNeverHit() {
        put("{\"fault\":\"status\"}");

        assertThat(caller.call("CreateAigcImageTask", "{\"ModelName\":\"m\"}").has("TaskId"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "7",
                "[7]",
                "null",
                "{}",
                "{\"fault\":\"fire\"}",
                "{\"fault\":\"reset\",\"status\":500}",
                "{\"fault\":\"reset\",\"probability\":2}",
                "{\"fault\":\"reset\",\"probability\":\"often\"}",
                "{\"fault\":\"reset\",\"times\":0}",
                "{\"fault\":\"reset\",\"times\":1.5}",
                "{\"fault\":\"reset\",\"lasting\":\"long\"}",
                "{\"fault\":\"reset\",\"prefix\":{}}",
                "{\"fault\":\"status\",\"status\":200}",
                "{\"fault\":\"latency\",\"before\":\"60ms\"}",
                "{\"fault\":\"error\"}"
            })
    void whatIsNoFaultIsRefusedWithAReasonAndChangesNothing(String json) {
        String answer = caller.plain("POST", "/_simulator/faults", json, 400).toString();

        assertThat(answer.toLowerCase(Locale.ROOT)).startsWith("{\"error\":\"");
        assertThat(simulator.faults().active()).isEmpty();
    }

    @Test
    void thereCanBeAHundredFaultsAndNoMore() {
        IntStream.range(0, 100).forEach(i -> put("{\"fault\":\"latency\"}"));

        caller.plain("POST", "/_simulator/faults", "{\"fault\":\"reset\"}", 400);
    }

    private void put(String json) {
        caller.plain("POST", "/_simulator/faults", json, 200);
    }

    private CompletableFuture<HttpResponse<byte[]>> raw(String taskId) {
        return caller.raw(DESCRIBE, "{\"TaskId\":\"" + taskId + "\"}");
    }

    private void thenTheEndHasNotBeenSeen() {
        assertThat(simulator.stats().tasks().seenEnded()).isZero();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
