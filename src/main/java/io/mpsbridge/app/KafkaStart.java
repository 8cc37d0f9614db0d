package io.mpsbridge.app;

import io.mpsbridge.check.KafkaRefusedException;
import io.mpsbridge.check.Prerequisites;
import io.mpsbridge.check.Reachability;
import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.kafka.BridgeLoop;
import io.mpsbridge.kafka.LoopStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop and the way to it. One thread opens the clients, waits, for as long as it takes, until the brokers answer and
 * the topics are there, and then is the loop's. Waiting ends the process for nothing that time can cure: orders of start
 * differ. What time cannot cure (settings that a client refuses, missing rights) fails {@link #ended} at once.
 *
 * <p>Thread-safe.
 */
final class KafkaStart {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(1);
    /** The clients say this of names that may resolve a moment later, and mean it as a mistake in the configuration. */
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    /**
     * What is waited for.
     *
     * @param since when the waiting began, whatever the reasons were since
     */
    record Waiting(Instant since, String reason) {}

    private final ClientConfigs configs;
    private final Prerequisites prerequisites;
    private final String servers;
    private final Supplier<BridgeLoop> maker;
    private final LongSupplier nanos;
    private final CompletableFuture<Void> wired = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Object lock = new Object();
    private volatile @Nullable Waiting waiting;
    /** Set under the lock, once; not before the loop may turn. */
    private volatile @Nullable BridgeLoop turning;

    /** @param maker opens the clients of the loop; nothing is sent yet */
    KafkaStart(KafkaSettings settings, Supplier<BridgeLoop> maker, InstantSource wall, LongSupplier nanos) {
        this.configs = new ClientConfigs(settings);
        this.servers = settings.clients().admin().getOrDefault("bootstrap.servers", "");
        this.prerequisites = new Prerequisites(settings, servers);
        this.maker = maker;
        this.nanos = nanos;
        this.waiting = new Waiting(wall.instant(), "the brokers at " + servers + " have not answered yet");
    }

    /** Starts the thread. */
    void begin() {
        new Thread(this::run, "mps-bridge-kafka").start();
    }

    /** What the loop calls is there: it may turn. */
    void wired() {
        wired.complete(null);
    }

    /** Ends the waiting at once, or the loop in order. */
    void stop() {
        BridgeLoop loop;
        synchronized (lock) {
            stopped.complete(null);
            loop = turning;
        }
        if (loop == null) {
            ended.complete(null);
        } else {
            loop.stop();
        }
    }

    /** Completes when the loop has ended or never will begin; fails with what ended it. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Where outcomes go; there is none before the loop has let a task in. */
    BridgeLoop loop() {
        BridgeLoop loop = turning;
        if (loop == null) {
            throw new IllegalStateException("the loop does not turn yet");
        }
        return loop;
    }

    /** How the loop stands; one that waits to turn is not late. */
    LoopStatus status() {
        BridgeLoop loop = turning;
        return loop == null ? LoopStatus.none(nanos.getAsLong()) : loop.status();
    }

    /** What is waited for; empty once the loop turns. */
    Optional<Waiting> waiting() {
        return Optional.ofNullable(waiting);
    }

    private void run() {
        try {
            awaitAndTurn();
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    private void awaitAndTurn() {
        Admin admin = made(() -> Admin.create(configs.admin()));
        if (admin == null) {
            return;
        }
        BridgeLoop loop;
        try {
            loop = opened(admin);
        } finally {
            admin.close(ADMIN_CLOSE);
        }
        if (loop != null) {
            turn(loop);
        }
    }

    /** With all that it needs; null if the bridge is stopped meanwhile. */
    private @Nullable BridgeLoop opened(Admin admin) {
        // The question travels while the other clients are opened.
        CompletableFuture<List<String>> asked = prerequisites.look(admin);
        BridgeLoop loop = made(maker);
        if (loop == null) {
            return null;
        }
        try {
            awaitPrerequisites(admin, asked);
            return loop;
        } catch (RuntimeException e) {
            loop.discard();
            throw e;
        }
    }

    private void turn(BridgeLoop loop) {
        CompletableFuture.anyOf(wired, stopped).join();
        synchronized (lock) {
            if (!isStopped()) {
                turning = loop;
                waiting = null;
            }
        }
        if (turning == null) {
            loop.discard();
        } else {
            loop.run();
        }
    }

    /** Returns when nothing is missing, or the bridge is stopped. */
    private void awaitPrerequisites(Admin admin, CompletableFuture<List<String>> first) {
        CompletableFuture<List<String>> asked = first;
        boolean met = met(asked);
        while (!met && !isStopped()) {
            pause();
            asked = prerequisites.look(admin);
            met = met(asked);
        }
    }

    private boolean met(CompletableFuture<List<String>> asked) {
        try {
            CompletableFuture.anyOf(asked, stopped).join();
            if (!asked.isDone()) {
                return false;
            }
            List<String> missing = asked.join();
            if (!missing.isEmpty()) {
                await(String.join("; ", missing));
            }
            return missing.isEmpty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof KafkaRefusedException refused) {
                throw refused;
            }
            LOG.atDebug().setCause(e).log("the brokers did not answer");
            await(new Reachability(servers).describe());
            return false;
        }
    }

    /** Null if the bridge is stopped meanwhile. */
    private <T> @Nullable T made(Supplier<T> client) {
        while (!isStopped()) {
            try {
                return client.get();
            } catch (KafkaException e) {
                if (!isUnresolved(e)) {
                    throw ClientSettingsException.of(e);
                }
                await("no host name of kafka.bootstrap.servers resolves: " + servers);
                pause();
            }
        }
        return null;
    }

    private static boolean isUnresolved(KafkaException failure) {
        Throwable cause = failure instanceof ConfigException ? failure : failure.getCause();
        return cause instanceof ConfigException refused
                && refused.getMessage() != null
                && refused.getMessage().startsWith(UNRESOLVED);
    }

    private void await(String reason) {
        Waiting before = waiting;
        if (isStopped() || before == null || before.reason().equals(reason)) {
            return;
        }
        waiting = new Waiting(before.since(), reason);
        LOG.atWarn().addKeyValue("reason", reason).log("waiting for Kafka");
    }

    private boolean isStopped() {
        return stopped.isDone();
    }

    private void pause() {
        try {
            stopped.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.atTrace().log("tried again");
        } catch (ExecutionException e) {
            throw new IllegalStateException("stopping does not fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
