package io.mpsbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Watches terminal events come in, as a {@code read_committed} consumer sees them, on a thread of its own. */
final class OutcomeWatcher implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration STALL = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongSupplier nanos;
    private final Thread thread = new Thread(this::read, "bench-answers");
    private final Map<String, Long> seenAt = new HashMap<>();
    private long records;
    private long lastAt;
    private volatile boolean closed;

    /** Reads the topics of a place from their end, or their beginning, whichever that is when they are new. */
    OutcomeWatcher(ContenderSetup setup, LongSupplier nanos) {
        this.nanos = nanos;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", setup.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(
                        setup.topics().completed(), setup.topics().failed())
                .stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        while (!closed) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            long now = nanos.getAsLong();
            if (!polled.isEmpty()) {
                add(polled, now);
            }
        }
        consumer.close();
    }

    private synchronized void add(ConsumerRecords<byte[], byte[]> polled, long now) {
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            seenAt.putIfAbsent(new String(record.key(), UTF_8), now);
        }
        records += polled.count();
        lastAt = now;
    }

    /** Waits until so many tasks have an answer, or none has come for half a minute. */
    Round await(int tasks) {
        long before = -1;
        long changedAt = 0;
        while (true) {
            synchronized (this) {
                if (records != before) {
                    before = records;
                    changedAt = nanos.getAsLong();
                }
                if (seenAt.size() >= tasks || nanos.getAsLong() - changedAt > STALL.toNanos()) {
                    return soFar();
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** What has come so far. */
    synchronized Round soFar() {
        return new Round(Map.copyOf(seenAt), records, lastAt);
    }

    /** Forgets what came until now. */
    synchronized void begin() {
        seenAt.clear();
        records = 0;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What came since the beginning.
     *
     * @param seenAt nanoseconds, by key
     * @param lastAt when the last one came
     */
    record Round(Map<String, Long> seenAt, long records, long lastAt) {
        long doubled() {
            return records - seenAt.size();
        }
    }
}
