package io.mpsbridge.chaos;

import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/**
 * Three replicas under a quota of 20 with more tasks than it can ask about at once, and one fault after the other. The
 * first replica is frozen now and then but never ended, so that what it keeps can be seen over all the time; the others
 * are killed and stopped. Used by one thread.
 */
final class SoakRun implements AutoCloseable {
    static final int RATE_LIMIT = 20;
    static final int WITNESS = 1;
    /** Of 30 s on average: 150 are open, which could use 150 requests per second. Each needs one at least. */
    private static final int TASKS_PER_SECOND = 5;

    private static final int LONGEST_TASK_SECONDS = 60;
    private static final int REPLICAS = 3;
    private static final int BROKERS = 3;

    private static final int TICK_MILLIS = 20;
    private static final int SAMPLE_EVERY_MILLIS = 15_000;
    private static final int FIRST_FAULT_MILLIS = 15_000;
    private static final int FAULT_EVERY_LEAST_MILLIS = 10_000;
    private static final int FAULT_EVERY_MOST_MILLIS = 20_000;
    private static final int CUT_EVERY_MILLIS = 150;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration ADMIN_PATIENCE = Duration.ofSeconds(10);
    private static final List<Effect> OUTAGES =
            List.of(new Effect.HttpStatus(503), new Effect.Reset(), new Effect.Garbage(), new Effect.Silence());

    /** Something to be done at a millisecond of the run. */
    private record Action(long at, Runnable what) {}

    private final long seed;
    private final Random random;
    private final Rig rig = Rig.start(Mode.STANDBY, 2, BROKERS, RATE_LIMIT, FakeClocks.ifInstalled());
    private final Fleet fleet = new Fleet(rig);
    private final Admin admin = rig.brokers().admin();
    private final PriorityQueue<Action> agenda = new PriorityQueue<>(Comparator.comparingLong(Action::at));
    private final List<SoakFault> deck = new ArrayList<>();
    private final Map<SoakFault, Integer> done = new EnumMap<>(SoakFault.class);
    private final List<Instant> thaws = new ArrayList<>();
    private final Vitals vitals = new Vitals();
    private long startedAt;

    private SoakRun(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Runs it all and ends everything that it started. */
    static SoakReport run(Duration length, long seed) {
        try (var run = new SoakRun(seed)) {
            return run.run(length);
        }
    }

    private SoakReport run(Duration length) {
        fleet.atLeast(REPLICAS);
        fleet.awaitStart();
        startedAt = System.nanoTime();
        var servers = rig.brokers().bootstrapServers();
        try (var load = new Load(servers, seed, TASKS_PER_SECOND, LONGEST_TASK_SECONDS)) {
            agenda.add(new Action(FIRST_FAULT_MILLIS, () -> disturb(length.toMillis())));
            agenda.add(new Action(SAMPLE_EVERY_MILLIS, () -> sample(length.toMillis())));
            // What a fault took away comes back, even where that is due after the end.
            while (now() < length.toMillis() || !agenda.isEmpty()) {
                if (!agenda.isEmpty() && agenda.peek().at() <= now()) {
                    agenda.remove().what().run();
                }
                fleet.supervise();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
            }
            load.calm();
            AnswerLedger.awaitAnswers(servers, AnswerLedger.created(servers), PATIENCE);
            load.finish();
        }
        AnswerLedger.awaitAnswers(servers, AnswerLedger.created(servers), PATIENCE);
        fleet.supervise();
        fleet.stopAll();
        return report(servers);
    }

    private SoakReport report(String servers) {
        var simulator = rig.simulator();
        return new SoakReport(
                seed,
                Duration.ofMillis(now()),
                AnswerLedger.read(servers),
                SoakReport.Answers.read(servers),
                simulator.stats(),
                OverLimit.of(simulator.perSecond(0, Integer.MAX_VALUE), RATE_LIMIT, thaws),
                simulator.perSecond(0, Integer.MAX_VALUE),
                done,
                vitals,
                fleet.slowestStop(),
                fleet.endedByThemselves(),
                fleet.oddities());
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
    }

    private void sample(long end) {
        for (int id : fleet.able()) {
            vitals.sample(now() / 60_000.0, id, fleet.process(id));
        }
        if (now() + SAMPLE_EVERY_MILLIS <= end) {
            later(SAMPLE_EVERY_MILLIS, () -> sample(end));
        }
    }

    /** Every kind comes once before any comes again. */
    private void disturb(long end) {
        if (deck.isEmpty()) {
            deck.addAll(Arrays.asList(SoakFault.values()));
            if (!rig.clocks().canBeMoved()) {
                System.out.println("no libfaketime, no replica's clock jumps");
                deck.remove(SoakFault.OWN_CLOCK);
            }
            Collections.shuffle(deck, random);
        }
        var fault = deck.remove(deck.size() - 1);
        begin(fault, fault.length(random), random.nextInt(12));
        int pause = FAULT_EVERY_LEAST_MILLIS + random.nextInt(FAULT_EVERY_MOST_MILLIS - FAULT_EVERY_LEAST_MILLIS);
        if (now() + pause < end) {
            later(pause, () -> disturb(end));
        }
    }

    private void begin(SoakFault fault, int length, int pick) {
        switch (fault) {
            case KILL ->
                victim(pick, true).ifPresent(id -> {
                    happens(fault, id);
                    fleet.kill(id);
                    later(length, () -> fleet.start(id));
                });
            case STOP ->
                victim(pick, true).ifPresent(id -> {
                    happens(fault, id);
                    fleet.stop(id);
                    later(length, () -> fleet.start(id));
                });
            case FREEZE ->
                victim(pick, false).ifPresent(id -> {
                    happens(fault, id);
                    var frozen = fleet.freeze(id);
                    later(length, () -> {
                        thaws.add(Instant.now());
                        fleet.thaw(frozen);
                    });
                });
            case SCALE -> {
                // A number that the one before, which may still be there, does not have.
                int more = REPLICAS + 1 + done.getOrDefault(fault, 0) % 2;
                happens(fault, more);
                fleet.start(more);
                later(length, () -> fleet.stop(more));
            }
            case OUTAGE -> {
                var effect = OUTAGES.get(pick % OUTAGES.size());
                happens(fault, effect.name());
                rig.simulator().faults().add(Fault.of(effect).withLasting(Duration.ofMillis(length)));
            }
            case CLOCK -> {
                happens(fault, ClockJumps.jump(pick));
                rig.simulator().faults().add(ClockJumps.off(pick, length));
            }
            case OWN_CLOCK ->
                victim(pick, true).ifPresent(id -> {
                    happens(fault, id + " " + ClockJumps.jump(pick));
                    rig.clocks().move(Fleet.instance(id), ClockJumps.jump(pick));
                    later(length, () -> rig.clocks().move(Fleet.instance(id), Duration.ZERO));
                });
            case WRONG_KEY -> {
                happens(fault, "all");
                rig.spoilKey();
                later(length, rig::mendKey);
            }
            case CUTS -> {
                happens(fault, "all");
                for (int at = 0; at < length; at += CUT_EVERY_MILLIS) {
                    later(at, rig::cut);
                }
            }
            case BROKER_KILL -> {
                // Two kills of one deck and the next may lie closer together than a start takes, but never overlap: it
                // waits.
                int broker = pick % BROKERS;
                happens(fault, broker);
                rig.brokers().kill(broker);
                later(length, () -> rig.brokers().start(broker));
            }
        }
    }

    /** The replica that works, where there is one and it may be struck, else any other. */
    private Optional<Integer> victim(int pick, boolean spareWitness) {
        var able = fleet.able().stream()
                .filter(id -> id <= REPLICAS && !(spareWitness && id == WITNESS))
                .toList();
        var any = able.isEmpty() ? Optional.<Integer>empty() : Optional.of(able.get(pick % able.size()));
        return owner().filter(able::contains).or(() -> any);
    }

    /** The replica that the partitions are assigned to. */
    private Optional<Integer> owner() {
        try {
            return admin
                    .describeConsumerGroups(List.of(Rig.GROUP))
                    .all()
                    .get(ADMIN_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(Rig.GROUP)
                    .members()
                    .stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .flatMap(member -> member.groupInstanceId().stream())
                    .map(Fleet::number)
                    .findFirst();
        } catch (ExecutionException | TimeoutException brokerIsAway) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void happens(SoakFault fault, Object what) {
        done.merge(fault, 1, Integer::sum);
        System.out.printf("%7.1f s  %-9s %s%n", now() / 1e3, fault, what);
    }

    private void later(int millis, Runnable what) {
        agenda.add(new Action(now() + millis, what));
    }

    @Override
    public void close() {
        // Children first: they would fill the log with their complaints about all that is gone.
        fleet.close();
        admin.close();
        rig.close();
    }
}
