package io.mpsbridge.kafka;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.Hints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads hints that tasks may have ended, on a thread of its own and with a client of its own, so that nothing that
 * happens to the topic touches the loop. Hints are worth something while they are fresh: they are read from the end,
 * are not read again, and are passed over where more come than anybody needs. While the topic cannot be read, that is
 * logged once and tried again.
 */
public final class HintReader implements AutoCloseable {

    /** Holds tasks. */
    @FunctionalInterface
    public interface Tasks {
        /** Brings forward the next poll of those of these tasks that are in flight; returns which are. May block. */
        Set<String> hint(Set<String> taskIds);
    }

    private static final Logger LOG = LoggerFactory.getLogger(HintReader.class);
    /** Many times what any quota can follow; more would only cost CPU. */
    static final int MOST_PER_SECOND = 5_000;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final ClientConfigs configs;
    private final Tasks tasks;
    private final LongSupplier nanos;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final @Nullable String topic;
    private final Thread thread = new Thread(this::run, "mps-bridge-hints");
    private volatile HintStatus status;
    private volatile @Nullable HintPartitions reading;

    /** Confined to the thread, as all below. */
    private boolean told;

    private Duration pause = SECOND;
    private long secondNanos;
    private int inSecond;

    /**
     * Sends nothing yet.
     *
     * @param tasks called on the reader's thread
     * @param nanos a monotonic clock
     */
    public HintReader(KafkaSettings settings, Tasks tasks, LongSupplier nanos) {
        this.configs = new ClientConfigs(settings);
        this.tasks = tasks;
        this.nanos = nanos;
        this.topic = settings.topics().hints();
        this.status = topic == null ? HintStatus.OFF : HintStatus.BEGIN;
    }

    /** Reads in the background, if a topic is configured. */
    public void start() {
        if (topic != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** From any thread. */
    public HintStatus status() {
        return status;
    }

    @Override
    public void close() {
        stopped.countDown();
        HintPartitions open = reading;
        if (open != null) {
            open.wakeUp();
        }
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopped()) {
            try (HintPartitions partitions = new HintPartitions(configs, Objects.requireNonNull(topic))) {
                reading = partitions;
                follow(partitions);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                // Whatever it is, tasks are polled without hints.
                unreadable(e);
                rest(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void follow(HintPartitions partitions) {
        partitions.look();
        long lookedNanos = nanos.getAsLong();
        while (!isStopped()) {
            take(partitions.poll());
            readable();
            if (isFlooded()) {
                rest(Duration.ofNanos(secondNanos + SECOND.toNanos() - nanos.getAsLong()));
                status = status.plusSkipped(partitions.skip());
            }
            if (nanos.getAsLong() - lookedNanos > LOOK_EVERY.toNanos()) {
                partitions.look();
                lookedNanos = nanos.getAsLong();
            }
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        List<Set<String>> hints = new ArrayList<>();
        Set<String> all = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Set<String> hint = Hints.taskIds(record.key(), record.value());
            hints.add(hint);
            all.addAll(hint);
        }
        count(records.count());
        Set<String> known = all.isEmpty() ? Set.of() : tasks.hint(all);
        long ignored = hints.stream().filter(Set::isEmpty).count();
        long taken = hints.stream()
                .filter(hint -> hint.stream().anyMatch(known::contains))
                .count();
        status = status.plus(taken, hints.size() - ignored - taken, ignored);
    }

    private void count(int records) {
        long nowNanos = nanos.getAsLong();
        if (nowNanos - secondNanos >= SECOND.toNanos()) {
            secondNanos = nowNanos;
            inSecond = 0;
        }
        inSecond += records;
    }

    private boolean isFlooded() {
        return inSecond >= MOST_PER_SECOND;
    }

    private void readable() {
        if (!status.readable()) {
            status = status.readable(true);
            pause = SECOND;
            told = false;
            LOG.atInfo().addKeyValue("topic", topic).log("reading hints");
        }
    }

    private void unreadable(RuntimeException failure) {
        status = status.readable(false);
        if (!told) {
            told = true;
            // What is not Kafka's is a bug.
            LOG.atWarn()
                    .setCause(failure instanceof KafkaException ? null : failure)
                    .addKeyValue("topic", topic)
                    .addKeyValue("reason", failure.toString())
                    .log("hints cannot be read; tasks are polled without them, and the topic is tried again");
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void rest(Duration duration) {
        try {
            boolean unused = stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}
