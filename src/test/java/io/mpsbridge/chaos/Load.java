package io.mpsbridge.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Created events at a steady rate, past the proxy: tasks, some of them twice, some unreadable, some tombstones, some
 * odd, some in trouble at MPS.
 */
final class Load implements AutoCloseable {
    private static final String MOST_BYTES = String.valueOf(2 << 20);

    private final String servers;
    /** By codec. */
    private final Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();

    private final Random random;
    private final OddEvents odd;
    private final int longestSeconds;
    private final Thread thread;
    private volatile boolean calm;
    private volatile boolean stopped;
    private int sent;

    Load(String servers, long seed, int perSecond, int longestSeconds) {
        this.servers = servers;
        this.random = new Random(seed);
        this.odd = new OddEvents(random);
        this.longestSeconds = longestSeconds;
        this.thread = new Thread(() -> send(TimeUnit.SECONDS.toNanos(1) / perSecond), "chaos-load");
        thread.start();
    }

    /** From now on healthy tasks alone: beside them it shows that the trouble of the others is their own. */
    void calm() {
        calm = true;
    }

    /** Returns when everything that was sent is on the topic. */
    void finish() {
        stopped = true;
        try {
            thread.join(Duration.ofMinutes(4).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producers.values().forEach(KafkaProducer::flush);
    }

    private void send(long interval) {
        long next = System.nanoTime();
        while (!stopped) {
            var event = calm ? healthy(sent, "healthy") : event();
            var producer = producers.computeIfAbsent(event.codec(), this::producer);
            // What counts is what is on the topic in the end.
            Future<?> unused = producer.send(event.record());
            sent++;
            next += interval;
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
    }

    private CreatedEvent event() {
        int kind = random.nextInt(100);
        if (kind < 3) {
            return healthy(sent, "tombstone").withValue(null);
        }
        if (kind < 6) {
            return CreatedEvent.of(sent, "unreadable", "neither JSON nor anything else", Expected.of("dead not-json"));
        }
        if (kind < 10) {
            // An earlier number asks about a task that is known already.
            return healthy(Math.max(0, sent - random.nextInt(20)), "repeated");
        }
        if (kind < 20) {
            return odd.odd(sent);
        }
        return kind < 26 ? odd.troubled(sent) : healthy(sent, "healthy");
    }

    private CreatedEvent healthy(int number, String kind) {
        var fate = new Random(number);
        int seconds = 1 + fate.nextInt(longestSeconds);
        boolean fails = fate.nextInt(10) == 0;
        return CreatedEvent.of(
                sent,
                kind,
                "{\"taskId\":\"sim-" + number + ";for=" + seconds + "s;end=" + (fails ? "fail" : "done") + "\"}",
                fails ? Expected.failed("GENERATION_FAILED") : Expected.DONE);
    }

    private KafkaProducer<byte[], byte[]> producer(String codec) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                servers,
                "delivery.timeout.ms",
                "180000",
                "max.block.ms",
                "180000",
                "max.request.size",
                MOST_BYTES,
                "compression.type",
                codec,
                "linger.ms",
                "0");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        finish();
        producers.values().forEach(producer -> producer.close(Duration.ofSeconds(2)));
    }
}
