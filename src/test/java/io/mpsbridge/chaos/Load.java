package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Created events at a steady rate, past the proxy: tasks, some of them twice, some unreadable, some tombstones. */
final class Load implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final Random random;
    private final int longestSeconds;
    private final Thread thread;
    private volatile boolean stopped;
    private int sent;

    Load(String servers, long seed, int perSecond, int longestSeconds) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers,
                "delivery.timeout.ms", "180000",
                "max.block.ms", "180000",
                "linger.ms", "0");
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.random = new Random(seed);
        this.longestSeconds = longestSeconds;
        this.thread = new Thread(() -> send(TimeUnit.SECONDS.toNanos(1) / perSecond), "chaos-load");
        thread.start();
    }

    /** Returns when everything that was sent is on the topic. */
    void finish() {
        stopped = true;
        try {
            thread.join(Duration.ofMinutes(4).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
    }

    private void send(long interval) {
        long next = System.nanoTime();
        while (!stopped) {
            // What counts is what is on the topic in the end.
            Future<?> unused = producer.send(
                    new ProducerRecord<>(Rig.CREATED, String.valueOf(sent).getBytes(UTF_8), value()));
            sent++;
            next += interval;
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
    }

    private byte @Nullable [] value() {
        int kind = random.nextInt(100);
        if (kind < 3) {
            return null;
        }
        if (kind < 6) {
            return "neither JSON nor anything else".getBytes(UTF_8);
        }
        // An earlier number asks about a task that is known already.
        int number = kind < 10 ? Math.max(0, sent - random.nextInt(20)) : sent;
        var fate = new Random(number);
        return ("{\"taskId\":\"sim-" + number + ";for=" + (1 + fate.nextInt(longestSeconds)) + "s;end="
                        + (fate.nextInt(10) == 0 ? "fail" : "done") + "\"}")
                .getBytes(UTF_8);
    }

    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ofSeconds(2));
    }
}
