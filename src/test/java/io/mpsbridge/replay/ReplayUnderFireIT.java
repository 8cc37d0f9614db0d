package io.mpsbridge.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.SharedBroker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A replay that is killed again and again while live traffic goes on, beside a bridge with the same traffic and without
 * a replay. The sizes are properties, so that the large form is the same test: {@code -Dreplay.past=50000
 * -Dreplay.chosen=5000 -Dreplay.kills=3 -Dreplay.rate=20 -Dreplay.live=20}.
 */
class ReplayUnderFireIT {
    private static final int PAST = Integer.getInteger("replay.past", 600);
    private static final int CHOSEN = Integer.getInteger("replay.chosen", 60);
    private static final int KILLS = Integer.getInteger("replay.kills", 1);
    private static final int RATE = Integer.getInteger("replay.rate", 20);
    private static final int LIVE_PER_SECOND = Integer.getInteger("replay.live", 10);
    private static final int LIMIT = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Random random = new Random(7);

    @Test
    void whatIsSelectedIsReplayedAndAnsweredOnceThoughKilledAndLiveTasksGoOn() throws Exception {
        try (ReplayUnderFireRig quiet = new ReplayUnderFireRig(SharedBroker.get(), "quiet", LIMIT);
                ReplayUnderFireRig replayed = new ReplayUnderFireRig(SharedBroker.get(), "replayed", LIMIT)) {
            replayed.past(PAST);
            quiet.past(1);
            quiet.start();
            replayed.start();
            try (Traffic traffic = new Traffic(List.of(quiet, replayed))) {
                traffic.until(LIVE_PER_SECOND * 5);
                window(replayed);
                failures(replayed);
                replayed.awaitAnswers("window", CHOSEN, PATIENCE);
                replayed.awaitAnswers("failures", PAST / ReplayUnderFireRig.FAILED_ONE_IN, PATIENCE);
            }
            for (ReplayUnderFireRig world : List.of(quiet, replayed)) {
                world.awaitAnswers("", world.answers(), PATIENCE);
            }
            report(quiet, replayed);
            assertExactly("window", replayed, windowIds());
            assertExactly("failures", replayed, failedIds());
            assertThat(replayed.byTask(
                            "", replayed.topics().completed(), replayed.topics().failed()))
                    .hasSize(replayed.answers())
                    .doesNotContainValue(2);
        }
    }

    private void window(ReplayUnderFireRig world) {
        run(
                world,
                "--name=window",
                "--source=created",
                "--from=" + ReplayUnderFireRig.PAST.plusSeconds(PAST / 2),
                "--to=" + ReplayUnderFireRig.PAST.plusSeconds(PAST / 2 + CHOSEN));
    }

    private void failures(ReplayUnderFireRig world) {
        run(
                world,
                "--name=failures",
                "--source=failed",
                "--failure-reason=GENERATION_FAILED",
                "--from=" + ReplayUnderFireRig.PAST,
                "--to=2030-01-01T00:00:00Z");
    }

    private static Set<String> windowIds() {
        return IntStream.range(PAST / 2, PAST / 2 + CHOSEN)
                .mapToObj(ReplayUnderFireRig::pastId)
                .collect(Collectors.toSet());
    }

    private static Set<String> failedIds() {
        return IntStream.range(0, PAST)
                .filter(ReplayUnderFireRig::pastFailed)
                .mapToObj(ReplayUnderFireRig::pastId)
                .collect(Collectors.toSet());
    }

    /** Started again after each kill, as an operator would, until it is done. */
    private void run(ReplayUnderFireRig world, String... selection) {
        String[] arguments = Stream.concat(
                        Stream.of("replay", "--reason=a test", "--rate=" + RATE, "--execute", "-o", "json"),
                        Arrays.stream(selection))
                .toArray(String[]::new);
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildProcess process = world.command(arguments)) {
                process.awaitLine("\"sent\":", Duration.ofMinutes(2));
                long aWhile = (long) (TimeUnit.SECONDS.toNanos(CHOSEN / RATE) * random.nextDouble() / (KILLS + 1));
                LockSupport.parkNanos(aWhile);
                process.kill();
            }
        }
        try (ChildProcess process = world.command(arguments)) {
            assertThat(process.awaitExit(PATIENCE)).isZero();
            System.out.println(process.lines().get(process.lines().size() - 1));
        }
    }

    private static void assertExactly(String replay, ReplayUnderFireRig world, Set<String> ids) {
        assertThat(world.byTask(replay, world.topics().created()))
                .containsOnlyKeys(ids)
                .doesNotContainValue(2)
                .doesNotContainValue(3);
        assertThat(world.byTask(
                        replay, world.topics().completed(), world.topics().failed()))
                .containsOnlyKeys(ids)
                .doesNotContainValue(2);
    }

    private static void report(ReplayUnderFireRig quiet, ReplayUnderFireRig replayed) {
        int warmUp = LIVE_PER_SECOND * 5;
        double without = quiet.meanLiveDelay(warmUp);
        double with = replayed.meanLiveDelay(warmUp);
        System.out.printf(
                Locale.ROOT,
                "replay under fire: %d of %d by window, %d by reason, %d kills each; live tasks %d; mean detection delay"
                        + " %.3f s without, %.3f s with the replay (%+.1f %%); peak %d and %d of %d%n",
                CHOSEN,
                PAST,
                PAST / ReplayUnderFireRig.FAILED_ONE_IN,
                KILLS,
                replayed.liveTasks(),
                without,
                with,
                100 * (with / without - 1),
                quiet.peak(),
                replayed.peak(),
                LIMIT);
    }

    /** The same tasks at the same moments in all worlds. */
    private static final class Traffic implements AutoCloseable {
        private final List<ReplayUnderFireRig> worlds;
        private final Thread thread;
        private volatile boolean stopped;
        private final AtomicInteger sent = new AtomicInteger();

        Traffic(List<ReplayUnderFireRig> worlds) {
            this.worlds = worlds;
            this.thread = new Thread(this::send, "live-traffic");
            thread.start();
        }

        void until(int count) {
            while (sent.get() < count) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }

        private void send() {
            Random arrivals = new Random(11);
            long next = System.nanoTime();
            while (!stopped) {
                worlds.forEach(ReplayUnderFireRig::liveTask);
                sent.incrementAndGet();
                next += (long) (-Math.log(1 - arrivals.nextDouble()) * 1e9 / LIVE_PER_SECOND);
                LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            }
        }

        @Override
        public void close() {
            stopped = true;
            try {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            worlds.forEach(ReplayUnderFireRig::flush);
        }
    }
}
