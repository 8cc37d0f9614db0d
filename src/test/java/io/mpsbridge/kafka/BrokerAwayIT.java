package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ProcessBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker is killed while tasks end, and starts again on its data: what waited is there right after it. */
class BrokerAwayIT {

    private static final int TASKS = 2_000;
    private static final long PACE_MILLIS = 40;
    /** The session less the lease's margin, and less what two heartbeats and a slow machine take. */
    private static final Duration SESSION = Duration.ofSeconds(8);

    /** @param seconds for which the broker's process is gone; it takes some more to start */
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void afterABrokerWasKilledTheFirstAnswerIsVisibleSoonAfterItIsBack(int seconds) {
        try (ProcessBroker broker = ProcessBroker.start(BrokerOptions.defaults())) {
            isAway(broker, Duration.ofSeconds(seconds), broker::kill, broker::start);
        }
    }

    @Tag("full")
    @Test
    void soItIsAfterALongOutage() {
        afterABrokerWasKilledTheFirstAnswerIsVisibleSoonAfterItIsBack(30);
    }

    /** Ends in good order and starts in this JVM, which takes about a second. */
    @Test
    void whileABrokerRestartsTheLeaseRunsOn() {
        try (InProcessBroker broker = InProcessBroker.start(BrokerOptions.defaults())) {
            isAway(broker, Duration.ofSeconds(1), broker::stop, broker::start);
        }
    }

    private static void isAway(KafkaBroker broker, Duration outage, Runnable end, Runnable start) {
        List<String> ended = new CopyOnWriteArrayList<>();
        ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
        try (LoopRig rig = new LoopRig(broker, Protocol.STANDBY, 1);
                Sightings sightings =
                        Sightings.of(broker.bootstrapServers(), rig.topics().completed())) {
            rig.events(0, TASKS);
            LoopReplica replica = rig.start("a");
            replica.awaitOpen(TASKS);
            var unused =
                    pacer.scheduleAtFixedRate(() -> ended.add(endOne(replica)), 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
            await(() -> sightings.seenNanos().size() >= 20, "answers flow");

            end.run();
            long killed = System.nanoTime();
            int before = ended.size();
            await(() -> System.nanoTime() - killed >= outage.toNanos(), "the outage");
            CompletableFuture<Long> accepts = CompletableFuture.supplyAsync(() -> accepts(broker.bootstrapServers()));
            start.run();
            long ready = System.nanoTime();
            List<String> meanwhile = ended.stream().skip(before + 1L).toList();
            await(() -> meanwhile.stream().anyMatch(sightings.seenNanos()::containsKey), "an answer");
            boolean leased = replica.listener().keptItsLease();
            pacer.shutdownNow();
            assertThat(join(pacer)).isTrue();
            await(() -> sightings.seenNanos().size() >= ended.size(), () -> ended.size() + " answers");

            Map<String, Long> seen = sightings.seenNanos();
            long first = meanwhile.stream().mapToLong(seen::get).min().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%s away %d s (%d ms until it was ready): first answer %d ms after it accepted connections,"
                            + " %d ms after it was ready; %d outcomes meanwhile, rebuilds %d, aborts %d, lease kept: %s%n",
                    broker.description(),
                    outage.toSeconds(),
                    millis(ready - killed),
                    millis(first - accepts.join()),
                    millis(first - ready),
                    meanwhile.size(),
                    replica.totals().rebuilds(),
                    replica.totals().aborts(),
                    leased);
            assertThat(List.copyOf(seen.keySet())).isEqualTo(List.copyOf(ended));
            assertThat(rig.answers().countsByTaskId()).hasSize(ended.size()).doesNotContainValue(2);
            assertThat(leased || ready - killed > SESSION.toNanos())
                    .as("polling went on")
                    .isTrue();
            assertThat(replica.hasEnded()).isFalse();
        } finally {
            pacer.shutdownNow();
        }
    }

    private static String endOne(LoopReplica replica) {
        var next = replica.listener().open().get(0);
        replica.listener().end(next);
        return next.task().taskId();
    }

    private static boolean join(ScheduledExecutorService pacer) {
        try {
            return pacer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long accepts(String address) {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return System.nanoTime();
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
