package io.mpsbridge.chaos;

import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One mode under load and faults, then the reckoning. Used by one thread. */
final class ChaosRun implements AutoCloseable {
    private static final int TICK = 20;
    private static final int POSTPONE_MILLIS = 500;
    private static final int CUT_EVERY_MILLIS = 150;
    private static final List<Effect> OUTAGES = List.of(
            new Effect.HttpStatus(503),
            new Effect.Reset(),
            new Effect.ErrorCode("AuthFailure.SignatureFailure", "refused for a while"),
            new Effect.Garbage());

    /**
     * How much of it.
     *
     * @param length from the first fault's earliest moment to the last one's latest
     * @param longestTask seconds
     * @param patience for the last answer after all faults have ended
     */
    record Extent(Duration length, int faults, int tasksPerSecond, int longestTask, Duration patience) {}

    /** Something to be done at a moment of the schedule's time. */
    private record Action(long at, Runnable what) {}

    private final String name;
    private final ChaosSchedule schedule;
    private final Extent extent;
    private final long startedAt = System.nanoTime();
    private final Rig rig;
    private final Fleet fleet;
    private final PriorityQueue<Action> agenda = new PriorityQueue<>(Comparator.comparingLong(Action::at));
    private final Map<Disturbance, Integer> done = new EnumMap<>(Disturbance.class);
    private boolean brokerIsUp = true;
    /** Milliseconds; stands still while a broker starts or a replica stops, so that a slow machine skips nothing. */
    private long now;

    private ChaosRun(Mode mode, int transactionVersion, ChaosSchedule schedule, Extent extent) {
        this.name = mode + " TV" + transactionVersion;
        this.schedule = schedule;
        this.extent = extent;
        this.rig = Rig.start(mode, transactionVersion);
        this.fleet = new Fleet(rig);
    }

    /** Runs it all and ends everything that it started. */
    static ChaosReport run(Mode mode, int transactionVersion, long seed, Extent extent) {
        var schedule = ChaosSchedule.of(seed, extent.length(), extent.faults());
        System.out.println(mode + ", transaction.version " + transactionVersion + ", " + schedule);
        try (var run = new ChaosRun(mode, transactionVersion, schedule, extent)) {
            return run.run();
        }
    }

    private ChaosReport run() {
        fleet.atLeast(2);
        fleet.awaitStart();
        var servers = rig.broker().bootstrapServers();
        try (var load = new Load(servers, schedule.seed(), extent.tasksPerSecond(), extent.longestTask())) {
            disturb();
            load.finish();
        }
        fleet.atLeast(1);
        Books.awaitAnswers(servers, Books.created(servers), extent.patience());
        fleet.supervise();
        fleet.stopAll();
        var books = Books.read(servers);
        var report = new ChaosReport(
                name,
                schedule.seed(),
                books,
                done,
                rig.simulator().stats().peak(),
                Duration.ofNanos(System.nanoTime() - startedAt),
                fleet.slowestStop(),
                fleet.endedByThemselves(),
                oddities(books));
        System.out.println(report);
        return report;
    }

    /** What a reader cannot get past is told apart from what is not there. */
    private List<String> oddities(Books books) {
        var oddities = new ArrayList<>(fleet.oddities());
        if (!books.missing().isEmpty()) {
            rig.hangingTransactions().forEach(each -> oddities.add(ChaosReport.LEFT_OPEN + each));
        }
        return oddities;
    }

    private void disturb() {
        schedule.steps().forEach(step -> agenda.add(new Action(step.at(), () -> begin(step))));
        while (!agenda.isEmpty()) {
            if (agenda.peek().at() <= now) {
                agenda.remove().what().run();
            }
            fleet.supervise();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK));
            now += TICK;
        }
    }

    private void begin(ChaosSchedule.Step step) {
        switch (step.disturbance()) {
            case KILL, STOP, ZOMBIE, REPLACED_ZOMBIE ->
                fleet.pick(step.pick()).ifPresentOrElse(id -> strike(step, id), () -> postpone(step));
            case SCALE -> {
                happens(step);
                fleet.atLeast(3);
                later(step, () -> shrink(step.pick()));
            }
            case BROKER_STOP, BROKER_KILL -> endBroker(step);
            case CUTS -> {
                happens(step);
                for (int at = 0; at < step.length(); at += CUT_EVERY_MILLIS) {
                    later(at, rig.proxy()::cut);
                }
            }
            case STALL -> {
                happens(step);
                rig.proxy().stall();
                later(step, rig.proxy()::resume);
            }
            case OUTAGE -> {
                happens(step);
                rig.simulator()
                        .faults()
                        .add(Fault.of(OUTAGES.get(step.pick() % OUTAGES.size()))
                                .withLasting(Duration.ofMillis(step.length())));
            }
        }
    }

    /** Nobody is there to be struck: all are starting, or frozen. */
    private void postpone(ChaosSchedule.Step step) {
        later(POSTPONE_MILLIS, () -> begin(step));
    }

    private void strike(ChaosSchedule.Step step, int id) {
        happens(step);
        switch (step.disturbance()) {
            case KILL -> {
                fleet.kill(id);
                later(step, () -> fleet.start(id));
            }
            case STOP -> {
                fleet.stop(id);
                later(step, () -> fleet.start(id));
            }
            case ZOMBIE -> {
                fleet.atLeast(2);
                var zombie = fleet.freeze(id);
                later(step, () -> fleet.thaw(zombie));
            }
            default -> {
                var zombie = fleet.freeze(id);
                fleet.replace(id);
                later(step, () -> fleet.thaw(zombie));
            }
        }
    }

    private void shrink(int pick) {
        var survivor = fleet.pick(pick);
        for (var id = fleet.pick(0); id.isPresent() && fleet.size() > 1; id = fleet.pick(0)) {
            if (id.equals(survivor)) {
                id = fleet.pick(1);
            }
            fleet.stop(id.orElseThrow());
        }
    }

    private void endBroker(ChaosSchedule.Step step) {
        if (!brokerIsUp) {
            postpone(step);
            return;
        }
        happens(step);
        brokerIsUp = false;
        if (step.disturbance() == Disturbance.BROKER_KILL) {
            rig.broker().kill();
        } else {
            rig.broker().stop();
        }
        later(step, () -> {
            rig.broker().start();
            brokerIsUp = true;
        });
    }

    private void happens(ChaosSchedule.Step step) {
        done.merge(step.disturbance(), 1, Integer::sum);
        System.out.printf("%s: %6.1f s  %s%n", name, now / 1e3, step.disturbance());
    }

    private void later(ChaosSchedule.Step step, Runnable what) {
        later(step.length(), what);
    }

    private void later(int millis, Runnable what) {
        agenda.add(new Action(now + millis, what));
    }

    @Override
    public void close() {
        // Children first: they would fill the log with their complaints about all that is gone.
        fleet.close();
        rig.close();
    }

    /** All reports, one line each. */
    static String summary(List<ChaosReport> reports) {
        var lines = new ArrayList<String>();
        reports.forEach(report -> lines.add(report.toString()));
        lines.add(String.format(
                "in all: %d tasks, %d faults, missing %d, doubled %d",
                reports.stream().mapToInt(each -> each.books().created().size()).sum(),
                reports.stream().mapToInt(ChaosReport::faultCount).sum(),
                reports.stream().mapToInt(each -> each.books().missing().size()).sum(),
                reports.stream().mapToInt(each -> each.books().doubled().size()).sum()));
        return String.join("\n", lines);
    }
}
