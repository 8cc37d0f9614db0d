package io.mpsbridge.chaos;

import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import io.mpsbridge.testing.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

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
     * A frozen replica's requests arrive when it goes on: those that it had written, and then it looks at the clock.
     */
    private static final Duration AFTER_THAW = Duration.ofSeconds(5);

    /** What runs. */
    record Subject(Mode mode, int transactionVersion, int brokers) {
        @Override
        public String toString() {
            return mode + " TV" + transactionVersion + (brokers == 1 ? "" : " on " + brokers + " brokers");
        }
    }

    /**
     * How much of it.
     *
     * @param length from the first fault's earliest moment to the last one's latest
     * @param longestTask seconds
     * @param patience for the last answer after all faults have ended
     * @param clocks makes those of the replicas
     */
    record Extent(
            Duration length,
            int faults,
            int tasksPerSecond,
            int longestTask,
            Duration patience,
            Supplier<FakeClocks> clocks) {}

    /** Something to be done at a moment of the schedule's time. */
    private record Action(long at, Runnable what) {}

    private final Subject subject;
    private final ChaosSchedule schedule;
    private final Extent extent;
    private final long startedAt = System.nanoTime();
    private final Rig rig;
    private final Fleet fleet;
    private final PriorityQueue<Action> agenda = new PriorityQueue<>(Comparator.comparingLong(Action::at));
    private final Map<Disturbance, Integer> done = new EnumMap<>(Disturbance.class);
    private final List<Instant> thaws = new ArrayList<>();
    private boolean brokersAreUp = true;
    /** Milliseconds; stands still while a broker starts or a replica stops, so that a slow machine skips nothing. */
    private long now;

    private ChaosRun(Subject subject, ChaosSchedule schedule, Extent extent) {
        this.subject = subject;
        this.schedule = schedule;
        this.extent = extent;
        this.rig = Rig.start(
                subject.mode(),
                subject.transactionVersion(),
                subject.brokers(),
                Rig.RATE_LIMIT,
                extent.clocks().get());
        this.fleet = new Fleet(rig);
    }

    /**
     * Runs it all and ends everything that it started. A run that a lone broker has spoilt, and says so, is made again,
     * once; the last report decides.
     */
    static List<ChaosReport> run(Subject subject, long seed, Extent extent) {
        var report = once(subject, seed, extent);
        return report.isSpoilt() ? List.of(report, once(subject, seed, extent)) : List.of(report);
    }

    private static ChaosReport once(Subject subject, long seed, Extent extent) {
        var schedule = ChaosSchedule.of(seed, extent.length(), extent.faults());
        System.out.println(subject + ", " + schedule);
        try (var run = new ChaosRun(subject, schedule, extent)) {
            return run.run();
        }
    }

    private ChaosReport run() {
        fleet.atLeast(2);
        fleet.awaitStart();
        var servers = rig.brokers().bootstrapServers();
        try (var load = new Load(servers, schedule.seed(), extent.tasksPerSecond(), extent.longestTask())) {
            disturb();
            load.calm();
            fleet.atLeast(1);
            AnswerLedger.awaitAnswers(servers, AnswerLedger.created(servers), extent.patience());
            load.finish();
        }
        AnswerLedger.awaitAnswers(servers, AnswerLedger.created(servers), extent.patience());
        fleet.supervise();
        fleet.stopAll();
        var books = AnswerLedger.read(servers);
        var report = new ChaosReport(
                subject.toString(),
                schedule.seed(),
                books,
                gaps(books),
                done,
                rig.simulator().stats().peak(),
                Duration.ofNanos(System.nanoTime() - startedAt),
                fleet.slowestStop(),
                fleet.endedByThemselves(),
                oddities());
        System.out.println(report);
        return report;
    }

    /** What a reader cannot get past is told apart from what is not there. */
    private ChaosReport.Gaps gaps(AnswerLedger books) {
        return new ChaosReport.Gaps(
                subject.brokers() == 1,
                SkippedMarkers.in(rig.brokers().logs()),
                books.missing().isEmpty() ? Set.of() : rig.hangingTransactions(),
                books.unseen(rig.brokers().bootstrapServers()));
    }

    private List<String> oddities() {
        var oddities = new ArrayList<>(fleet.oddities());
        var seconds = rig.simulator().perSecond(0, Integer.MAX_VALUE);
        for (int i = 0; i < seconds.peak().size(); i++) {
            var at = seconds.fromTime().plusSeconds(i);
            int peak = seconds.peak().get(i);
            if (peak > Rig.RATE_LIMIT && thaws.stream().noneMatch(thaw -> isSoonAfter(thaw, at))) {
                oddities.add(peak + " requests in a second at " + at + ", when no frozen replica had gone on");
            }
        }
        return oddities;
    }

    private static boolean isSoonAfter(Instant thaw, Instant second) {
        return second.isAfter(thaw.minusSeconds(1)) && second.isBefore(thaw.plus(AFTER_THAW));
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
            case KILL, STOP, ZOMBIE, REPLACED_ZOMBIE, OWN_CLOCK ->
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
                    later(at, rig::cut);
                }
            }
            case STALL -> {
                happens(step);
                rig.stall();
                later(step, rig::resume);
            }
            case OUTAGE -> {
                happens(step);
                rig.simulator()
                        .faults()
                        .add(Fault.of(OUTAGES.get(step.pick() % OUTAGES.size()))
                                .withLasting(Duration.ofMillis(step.length())));
            }
            case CLOCK -> {
                happens(step);
                rig.simulator().faults().add(ClockJumps.off(step.pick(), step.length()));
            }
        }
    }

    /** Nobody is there to be struck: all are starting, or frozen. */
    private void postpone(ChaosSchedule.Step step) {
        later(POSTPONE_MILLIS, () -> begin(step));
    }

    private void strike(ChaosSchedule.Step step, int id) {
        if (step.disturbance() == Disturbance.OWN_CLOCK && !rig.clocks().canBeMoved()) {
            System.out.println(subject + ": replicas have true clocks here, none jumps");
            return;
        }
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
                later(step, () -> thaw(zombie));
            }
            case OWN_CLOCK -> {
                rig.clocks().move(Fleet.instance(id), ClockJumps.jump(step.pick()));
                later(step, () -> rig.clocks().move(Fleet.instance(id), Duration.ZERO));
            }
            default -> {
                var zombie = fleet.freeze(id);
                fleet.replace(id);
                later(step, () -> thaw(zombie));
            }
        }
    }

    private void thaw(ChildProcess zombie) {
        thaws.add(Instant.now());
        fleet.thaw(zombie);
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

    /** One at a time, as in an orderly house: what two of three have is safe from the loss of one. */
    private void endBroker(ChaosSchedule.Step step) {
        if (!brokersAreUp) {
            postpone(step);
            return;
        }
        happens(step);
        brokersAreUp = false;
        int victim = step.pick() % rig.brokers().size();
        if (step.disturbance() == Disturbance.BROKER_KILL) {
            rig.brokers().kill(victim);
        } else {
            rig.brokers().stop(victim);
        }
        later(step, () -> {
            rig.brokers().start(victim);
            brokersAreUp = true;
        });
    }

    private void happens(ChaosSchedule.Step step) {
        done.merge(step.disturbance(), 1, Integer::sum);
        System.out.printf("%s: %6.1f s  %s%n", subject, now / 1e3, step.disturbance());
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
                "in all: %d runs, %d of them spoilt by the broker and made again; in the others %d tasks, %d faults,"
                        + " missing %d, doubled %d, wrong endings %d",
                reports.size(),
                reports.stream().filter(ChaosReport::isSpoilt).count(),
                sum(reports, each -> each.books().created().size()),
                sum(reports, ChaosReport::faultCount),
                sum(reports, each -> each.books().missing().size()),
                sum(reports, each -> each.books().doubled().size()),
                sum(reports, each -> each.books().wrong().size())));
        return String.join("\n", lines);
    }

    private static int sum(List<ChaosReport> reports, ToIntFunction<ChaosReport> what) {
        return reports.stream()
                .filter(report -> !report.isSpoilt())
                .mapToInt(what)
                .sum();
    }
}
