package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportsTest {

    private final HandClock clock = new HandClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.of(Caller.ACCOUNT).withRateLimit(3), clock, clock::nanos);
    private final Caller caller = new Caller(simulator, clock);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void theDetectionDelayRunsFromTheTrueEndToTheFirstAnswerThatTellsIt() {
        IntStream.range(0, 3).forEach(i -> create("t" + i, Duration.ofSeconds(1)));
        create("unseen", Duration.ofSeconds(1));
        create("later", Duration.ofHours(1));
        caller.describe("later");
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(2));
            caller.describe("t" + i);
            caller.describe("t" + i);
        }

        JsonNode stats = caller.get("/_simulator/stats");

        JsonNode delay = stats.path("detectionDelay");
        assertThat(delay.path("count").asInt()).isEqualTo(3);
        assertThat(delay.path("meanSeconds").asDouble()).isEqualTo(3);
        assertThat(delay.path("p50Seconds").asDouble()).isEqualTo(3);
        assertThat(delay.path("p99Seconds").asDouble()).isEqualTo(5);
        assertThat(delay.path("maxSeconds").asDouble()).isEqualTo(5);
        assertThat(stats.path("tasks").toString())
                .isEqualTo("{\"created\":5,\"ended\":4,\"seenEnded\":3,\"asked\":4,\"polls\":7}");
        assertThat(stats.path("statuses").toString()).isEqualTo("{\"DONE\":6,\"WAIT\":1}");
        assertThat(stats.path("startedAt").asText()).isEqualTo("2026-11-23T23:59:50Z");
    }

    @Test
    void aTasksReportSaysWhenItWasAskedAboutAndWhenItsEndWasSeen() {
        create("t", Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(1));
        caller.describe("t");
        simulator.faults().add(Fault.of(new Effect.HttpStatus(500)).withTimes(1));
        clock.advance(Duration.ofSeconds(10));
        caller.raw("DescribeAigcImageTask", "{\"TaskId\":\"t\"}").join();
        clock.advance(Duration.ofSeconds(1));
        caller.describe("t");

        TaskReport report = simulator.tasks(0, 1).get(0);

        assertThat(report)
                .isEqualTo(new TaskReport(
                        "t",
                        HandClock.START,
                        HandClock.START.plusSeconds(2),
                        HandClock.START.plusSeconds(10),
                        Ending.DONE,
                        3,
                        HandClock.START.plusSeconds(1),
                        HandClock.START.plusSeconds(11),
                        HandClock.START.plusSeconds(12),
                        2.0));
    }

    @Test
    void tasksComeInPagesInTheOrderOfTheirCreation() {
        IntStream.range(0, 5).forEach(i -> create("t" + i, Duration.ofSeconds(1)));

        JsonNode page = caller.get("/_simulator/tasks?offset=3&limit=10");

        assertThat(page.path("total").asInt()).isEqualTo(5);
        assertThat(page.path("tasks").findValuesAsText("id")).containsExactly("t3", "t4");
        assertThat(caller.get("/_simulator/tasks?offset=999999999&limit=999999999")
                        .path("tasks"))
                .isEmpty();
    }

    @Test
    void callsAreShownBySecond() {
        IntStream.range(0, 5).forEach(i -> caller.describe("sim-1"));
        clock.advance(Duration.ofMillis(2_500));
        caller.describe("sim-1");

        CallsPerSecond series = simulator.perSecond(0, 10);

        assertThat(series.calls()).isEqualTo(List.of(5, 0, 1));
        assertThat(series.refused()).isEqualTo(List.of(2, 0, 0));
        assertThat(series.peak()).isEqualTo(List.of(5, 0, 1));
        JsonNode json = caller.get("/_simulator/windows?from=2");
        assertThat(json.path("calls").toString()).isEqualTo("[1]");
        assertThat(json.path("fromTime").asText()).isEqualTo("2026-11-23T23:59:52Z");
        assertThat(caller.get("/_simulator/windows?from=99").path("calls")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_simulator/tasks?offset=-1, 400",
        "GET, /_simulator/tasks?limit=many, 400",
        "GET, /_simulator/nothing, 404",
        "PUT, /_simulator/stats, 404",
        "GET, /_simulator/%00, 404"
    })
    void whatIsNotThereIsRefused(String method, String path, int status) {
        assertThat(caller.plain(method, path, "", status).path("error").asText())
                .isNotEmpty();
    }

    private void create(String id, Duration duration) {
        simulator.create(id, HandClock.START, duration, Ending.DONE);
    }
}
