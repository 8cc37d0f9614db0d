package io.mpsbridge.bench.peer;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that teams write: a consumer, the vendor's SDK in a thread pool, exponential backoff from 1 s to 30 s with
 * jitter, a token bucket, at least once. A task that waits for its next poll holds no thread, and what is committed is
 * the lowest offset still worked on, each second. Kafka's defaults where nothing speaks against them.
 */
public final class SdkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SdkLoop.class);
    private static final int THREADS = 32;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_EVERY = Duration.ofSeconds(1).toNanos();

    private final PeerSettings settings;
    private final Events events;
    private final VendorClient client;
    private final TokenBucket bucket;
    private final Progress progress = new Progress();
    private final ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(THREADS);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private long committedAt = System.nanoTime();

    private SdkLoop(PeerSettings settings) {
        this.settings = settings;
        this.events = new Events(settings);
        this.client = new VendorClient(settings);
        this.bucket = new TokenBucket(settings.rateLimit());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        settings.bootstrapServers(),
                        "group.id",
                        settings.group(),
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Runs until SIGTERM. */
    public static void main(String[] arguments) throws InterruptedException {
        SdkLoop loop = new SdkLoop(PeerSettings.of(System.getenv()));
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> loop.stop(main)));
        loop.run();
    }

    private void run() throws InterruptedException {
        try {
            consumer.subscribe(List.of(settings.created()), new Rebalance());
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    accept(record);
                }
                breathe();
                if (System.nanoTime() - committedAt > COMMIT_EVERY) {
                    commit();
                }
            }
        } catch (WakeupException e) {
            LOG.info("stopping");
        } finally {
            pool.shutdownNow();
            boolean unused = pool.awaitTermination(5, TimeUnit.SECONDS);
            producer.close();
            commit();
            consumer.close();
        }
    }

    private void stop(Thread main) {
        consumer.wakeup();
        try {
            main.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        Place place = new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        progress.begin(place.partition, place.offset);
        try {
            Events.Created created = Events.read(record);
            pool.execute(() -> ask(created, place, 0));
        } catch (IllegalArgumentException e) {
            LOG.warn("skipped {}: {}", place, e.getMessage());
            progress.done(place.partition, place.offset);
        }
    }

    /** Reading pauses while too much is under way. */
    private void breathe() {
        if (progress.inFlight() >= PeerSettings.MAX_IN_FLIGHT) {
            consumer.pause(consumer.assignment());
        } else if (progress.inFlight() < PeerSettings.MAX_IN_FLIGHT / 2) {
            consumer.resume(consumer.paused());
        }
    }

    private void commit() {
        committedAt = System.nanoTime();
        var offsets = progress.toCommit();
        if (!offsets.isEmpty()) {
            consumer.commitSync(offsets);
        }
    }

    private void ask(Events.Created created, Place place, int attempt) {
        Duration wait = bucket.reserve();
        if (wait.isZero()) {
            askNow(created, place, attempt);
        } else {
            later(() -> askNow(created, place, attempt), wait);
        }
    }

    private void askNow(Events.Created created, Place place, int attempt) {
        try {
            VendorClient.Answer answer = client.describe(created.taskId());
            if (answer.isOver()) {
                publish(events.terminal(created, answer), place);
                return;
            }
        } catch (TencentCloudSDKException | RuntimeException e) {
            // The SDK's own parser throws what it does not declare, at a page in place of JSON for example.
            LOG.debug("{} is asked about again: {}", created.taskId(), e.toString());
        }
        later(() -> ask(created, place, attempt + 1), pause(attempt));
    }

    /** Half of the pause is jitter, as in Reactor's backoff. */
    private Duration pause(int attempt) {
        long full = Math.min(
                settings.longestPause().toMillis(), settings.firstPause().toMillis() << Math.min(attempt, 10));
        return Duration.ofMillis(
                (long) (full * (0.5 + ThreadLocalRandom.current().nextDouble())));
    }

    private void publish(ProducerRecord<byte[], byte[]> terminal, Place place) {
        var unused = producer.send(terminal, (metadata, failure) -> {
            if (failure == null) {
                progress.done(place.partition, place.offset);
            } else {
                LOG.warn("{} is sent again: {}", place, failure.toString());
                later(() -> publish(terminal, place), settings.firstPause());
            }
        });
    }

    private void later(Runnable what, Duration wait) {
        var unused = pool.schedule(what, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private record Place(TopicPartition partition, long offset) {}

    /** Tasks of lost partitions go on to their end; the next owner does them again. */
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("assigned {}", partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            progress.forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            progress.forget(partitions);
        }
    }
}
