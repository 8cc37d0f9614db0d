package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator whose models have slots, over a clock that is moved by hand. */
class QueueTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock();
    private final List<Simulator> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Simulator::close);
    }

    @Test
    void aTaskWaitsUntilASlotIsFreeAndRunsFromThenOn() {
        Caller caller = caller(simulator(1, Order.FIFO));

        assertThat(statuses(caller, "sim-a;for=2s", "sim-b;for=2s", "sim-c;for=2s"))
                .containsExactly("RUN", "WAIT", "WAIT");
        clock.advance(SECOND.multipliedBy(2).minusNanos(1));
        assertThat(statuses(caller, "sim-a;for=2s", "sim-b;for=2s")).containsExactly("RUN", "WAIT");
        clock.advance(Duration.ofNanos(1));
        assertThat(statuses(caller, "sim-c;for=2s", "sim-b;for=2s", "sim-a;for=2s"))
                .containsExactly("WAIT", "RUN", "DONE");
    }

    @Test
    void endsFreeTheirSlotsAtTheirOwnTimeThoughNobodyAsksForLong() {
        Simulator simulator = simulator(2, Order.FIFO);
        for (int seconds : new int[] {3, 5, 4, 1}) {
            create(simulator, "t" + seconds, seconds);
        }

        clock.advance(Duration.ofHours(1));

        assertThat(simulator.tasks(0, 10))
                .extracting(report -> report.id() + " " + second(report.startsAt()) + "-" + second(report.endsAt()))
                .containsExactly("t3 0-3", "t5 0-5", "t4 3-7", "t1 5-6");
    }

    @Test
    void aTaskThatWaitsHasNoEndYet() {
        Simulator simulator = simulator(1, Order.FIFO);
        create(simulator, "a", 2);
        create(simulator, "b", 2);

        TaskReport waiting = simulator.tasks(1, 1).get(0);

        assertThat(waiting.startsAt()).isNull();
        assertThat(waiting.endsAt()).isNull();
    }

    @Test
    void aTaskOfTheFutureJoinsWhenItIsCreatedAndOneOfThePastWhenItBecomesKnown() {
        Simulator simulator = simulator(1, Order.FIFO);
        simulator.create("future", HandClock.START.plusSeconds(2), SECOND, Ending.DONE);
        simulator.create("past", HandClock.START.minusSeconds(60), SECOND.multipliedBy(3), Ending.DONE);
        clock.advance(Duration.ofMinutes(1));

        assertThat(simulator.tasks(0, 2))
                .extracting(report -> second(report.startsAt()) + "-" + second(report.endsAt()))
                .containsExactly("3-4", "0-3");
    }

    @Test
    void aStuckTaskHoldsItsSlotWhateverIsAnsweredAboutIt() {
        Caller caller = caller(simulator(1, Order.FIFO));

        statuses(caller, "sim-stuck;for=1h;trouble=status-TIMEOUT", "sim-b;for=1s");
        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(caller.status("sim-b;for=1s")).isEqualTo("WAIT");
        clock.advance(Duration.ofNanos(1));
        assertThat(caller.status("sim-b;for=1s")).isEqualTo("RUN");
    }

    @Test
    void eachModelHasSlotsOfItsOwn() {
        Caller caller = caller(simulator(1, Order.FIFO));

        assertThat(statuses(
                        caller,
                        "sim-1;model=a;for=9s",
                        "sim-2;model=b;for=9s",
                        "sim-3;model=a;for=9s",
                        "sim-4;for=9s",
                        "sim-5;model=b;for=9s"))
                .containsExactly("RUN", "RUN", "WAIT", "RUN", "WAIT");
    }

    @Test
    void theStatsTellTheTrueStateOfTheQueue() {
        Simulator simulator = simulator(2, Order.FIFO);
        IntStream.range(0, 5).forEach(i -> create(simulator, "t" + i, 10));
        clock.advance(Duration.ofSeconds(15));

        assertThat(simulator.stats().queue()).isEqualTo(new Stats.Queue(1, 2, 4, 3, 2));
        JsonNode stats = caller(simulator).get("/_simulator/stats");
        assertThat(stats.path("queue").toString())
                .isEqualTo("{\"waiting\":1,\"running\":2,\"started\":4,\"waited\":3,\"mostRunning\":2}");
        assertThat(stats.path("tasks").path("ended").asInt()).isEqualTo(2);
    }

    @Test
    void theDetectionDelayRunsFromTheTrueEndOfATaskThatWaited() {
        Simulator simulator = simulator(1, Order.FIFO);
        create(simulator, "a", 5);
        create(simulator, "b", 5);
        clock.advance(Duration.ofSeconds(12));

        caller(simulator).describe("b");

        assertThat(simulator.tasks(1, 1).get(0).detectionDelaySeconds()).isEqualTo(2.0);
        assertThat(simulator.stats().detectionDelay().maxSeconds()).isEqualTo(2.0);
    }

    @Test
    void withPriorityOneTaskInTenGoesBeforeAllOthers() {
        Simulator simulator = simulator(1, Order.PRIORITY);
        IntStream.range(0, 1_000).forEach(i -> create(simulator, "t" + i, 1));
        clock.advance(Duration.ofHours(1));

        List<String> order = byStart(simulator);

        List<String> waited = IntStream.range(1, 1_000).mapToObj(i -> "t" + i).toList();
        List<String> expected = new ArrayList<>(List.of("t0"));
        waited.stream().filter(QueueTest::isUrgent).forEach(expected::add);
        assertThat(expected.size()).isBetween(70, 130);
        waited.stream().filter(id -> !isUrgent(id)).forEach(expected::add);
        assertThat(order).isEqualTo(expected);
    }

    @Test
    void atRandomAnyTaskIsNextAndTheSeedDecidesWhich() {
        List<String> first = startsOf(Order.RANDOM, 1);

        assertThat(startsOf(Order.RANDOM, 1)).isEqualTo(first);
        assertThat(startsOf(Order.RANDOM, 2)).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
        assertThat(first).isNotEqualTo(startsOf(Order.FIFO, 1));
        // Of the first half to start, about half came in the first half.
        assertThat(first.subList(0, 200).stream()
                        .filter(id -> Integer.parseInt(id.substring(1)) < 200)
                        .count())
                .isBetween(70L, 130L);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void aTaskThatTakesNoTimeHoldsNothing(Order order) {
        Simulator simulator = simulator(1, order);

        IntStream.range(0, 3).forEach(i -> create(simulator, "t" + i, 0));

        assertThat(simulator.stats().queue()).isEqualTo(new Stats.Queue(0, 0, 3, 0, 1));
        assertThat(simulator.stats().tasks().ended()).isEqualTo(3);
    }

    @Test
    void withoutConcurrencyNobodyWaitsForAnother() {
        Simulator simulator = simulator(0, Order.FIFO);
        IntStream.range(0, 100).forEach(i -> create(simulator, "t" + i, 10));
        clock.advance(Duration.ofSeconds(2).minusNanos(1));
        assertThat(simulator.stats().queue()).isEqualTo(new Stats.Queue(100, 0, 0, 0, 0));

        clock.advance(Duration.ofNanos(1));

        assertThat(simulator.stats().queue()).isEqualTo(new Stats.Queue(0, 100, 100, 0, 0));
        assertThat(second(simulator.tasks(99, 1).get(0).startsAt())).isEqualTo(2);
        assertThat(second(simulator.tasks(99, 1).get(0).endsAt())).isEqualTo(10);
    }

    private List<String> startsOf(Order order, long seed) {
        Instant now = clock.instant();
        Simulator simulator = simulator(settings(1, order).withWorkload(Workload.DEFAULT.withSeed(seed)));
        IntStream.range(0, 400).forEach(i -> simulator.create("t" + i, now, SECOND, Ending.DONE));
        clock.advance(Duration.ofHours(1));
        return byStart(simulator);
    }

    private static List<String> byStart(Simulator simulator) {
        return simulator.tasks(0, 10_000).stream()
                .sorted(Comparator.comparing(TaskReport::startsAt))
                .map(TaskReport::id)
                .toList();
    }

    private static boolean isUrgent(String id) {
        return WaitingLine.UrgentFirst.isUrgent(Workload.DEFAULT.seed(), id);
    }

    private static List<String> statuses(Caller caller, String... ids) {
        return Stream.of(ids).map(caller::status).toList();
    }

    private static long second(Instant at) {
        return Duration.between(HandClock.START, at).toSeconds();
    }

    private static void create(Simulator simulator, String id, int seconds) {
        simulator.create(id, HandClock.START, Duration.ofSeconds(seconds), Ending.DONE);
    }

    private Caller caller(Simulator simulator) {
        return new Caller(simulator, clock);
    }

    private static SimulatorSettings settings(int slots, Order order) {
        return SimulatorSettings.of(Caller.ACCOUNT).withConcurrency(new Concurrency(slots, order));
    }

    private Simulator simulator(int slots, Order order) {
        return simulator(settings(slots, order));
    }

    private Simulator simulator(SimulatorSettings settings) {
        Simulator simulator = Simulator.start(settings.withRateLimit(0), clock, clock::nanos);
        started.add(simulator);
        return simulator;
    }
}
