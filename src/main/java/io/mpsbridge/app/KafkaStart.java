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
import java.util.Map;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the Kafka loop. One thread opens the clients, waits without limit until the brokers answer and the topics
 * exist, and then runs the loop. Kafka may start after the bridge, so whatever time can cure is waited for; settings
 * that a client refuses and missing rights fail {@link #ended} at once. Thread-safe.
 */
final class KafkaStart {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(1);

    /** @param since when the first wait began, even if the reason has changed since */
    record Waiting(Instant since, String reason) {}

    private final ClientConfigs configs;
    private final Prerequisites prerequisites;
    private final Reachability reachability;
    private final Supplier<BridgeLoop> maker;
    private final LongSupplier nanos;
    private final CompletableFuture<Void> wired = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Object lock = new Object();
    private volatile @Nullable Waiting waiting;
    /** Written once, under the lock, when the loop starts. */
    private volatile @Nullable BridgeLoop turning;

    /** @param maker opens the loop's clients without sending anything */
    KafkaStart(KafkaSettings settings, Supplier<BridgeLoop> maker, InstantSource wall, LongSupplier nanos) {
        this.configs = new ClientConfigs(settings);
        Map<String, String> admin = settings.clients().admin();
        this.reachability = new Reachability(admin);
        this.prerequisites = new Prerequisites(settings);
        this.maker = maker;
        this.nanos = nanos;
        this.waiting = new Waiting(
                wall.instant(),
                "the brokers at " + admin.getOrDefault("bootstrap.servers", "") + " have not answered yet");
    }

    void begin() {
        new Thread(this::run, "mps-bridge-kafka").start();
    }

    /** The loop may start: everything it calls exists. */
    void wired() {
        wired.complete(null);
    }

    /** Ends the wait at once, or stops the loop in order. */
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

    /** Completes when the loop has ended or will never start; fails with what ended it. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Takes outcomes; there are none before the loop runs. */
    BridgeLoop loop() {
        BridgeLoop loop = turning;
        if (loop == null) {
            throw new IllegalStateException("the Kafka loop does not run yet");
        }
        return loop;
    }

    /** A loop that has not started yet does not count as stalled. */
    LoopStatus status() {
        BridgeLoop loop = turning;
        return loop == null ? LoopStatus.none(nanos.getAsLong()) : loop.status();
    }

    /** Empty once the loop runs. */
    Optional<Waiting> waiting() {
        return Optional.ofNullable(waiting);
    }

    private void run() {
        try {
            awaitAndTurn();
            ended.complete(null);
        } catch (RuntimeException e) {
            ended.completeExceptionally(prerequisites.explained(e));
        } catch (Error e) {
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

    /** The loop, once its prerequisites are met; null if the bridge is stopped first. */
    private @Nullable BridgeLoop opened(Admin admin) {
        // The request is in flight while the other clients are opened.
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
            await(reachability.describe());
            return false;
        }
    }

    /** Null if the bridge is stopped first. */
    private <T> @Nullable T made(Supplier<T> client) {
        while (!isStopped()) {
            try {
                return client.get();
            } catch (KafkaException e) {
                if (!Reachability.isUnresolved(e)) {
                    throw ClientSettingsException.of(e);
                }
                await(reachability.unresolved());
                pause();
            }
        }
        return null;
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
            LOG.atTrace().log("retrying");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the stop signal never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
