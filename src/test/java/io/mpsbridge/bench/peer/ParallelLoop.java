package io.mpsbridge.bench.peer;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.confluent.parallelconsumer.PCRetriableException;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelEoSStreamProcessor;
import io.confluent.parallelconsumer.RecordContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same on Confluent's Parallel Consumer, unordered, with transactions: terminal events and the offsets of what they
 * end, the finished ones behind an unfinished one too, are committed together. A task that is not over yet fails with a
 * delay from 1 s to 30 s, so that it holds no thread until it is asked about again.
 *
 * <p>Settings by what was tried at 12 tasks/s: a commit each 10 ms (5 ms and 50 ms took longer, the library's 5 s would
 * add seconds), other work during a commit, 32 threads (100 took longer), no linger, since a thread waits for each
 * write, and the bridge's short {@code retry.backoff.ms}: with the default of 100 ms, transactions in a row took
 * seventeen times as long. It needs kafka-clients 3.9; those of 4.4 lack a class that it uses.
 */
public final class ParallelLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ParallelLoop.class);
    private static final int THREADS = 32;
    private static final Duration COMMIT_EVERY = Duration.ofMillis(10);
    private static final long LOOK_EVERY_MILLIS = 100;

    private final PeerSettings settings;
    private final Events events;
    private final VendorClient client;
    private final TokenBucket bucket;

    private ParallelLoop(PeerSettings settings) {
        this.settings = settings;
        this.events = new Events(settings);
        this.client = new VendorClient(settings);
        this.bucket = new TokenBucket(settings.rateLimit());
    }

    /**
     * Runs until SIGTERM, or until the library gives up, which ends the process for its supervisor to start it again.
     */
    public static void main(String[] arguments) throws InterruptedException {
        new ParallelLoop(PeerSettings.of(System.getenv())).run();
    }

    private void run() throws InterruptedException {
        var processor = new ParallelEoSStreamProcessor<>(options());
        Runtime.getRuntime().addShutdownHook(new Thread(processor::closeDontDrainFirst));
        processor.subscribe(List.of(settings.created()), new Assigned());
        processor.pollAndProduceMany(context -> terminal(context.getSingleRecord()));
        while (!processor.isClosedOrFailed()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        LOG.error("gave up", processor.getFailureCause());
        System.exit(1);
    }

    private ParallelConsumerOptions<byte[], byte[]> options() {
        return ParallelConsumerOptions.<byte[], byte[]>builder()
                .consumer(new KafkaConsumer<>(consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .producer(new KafkaProducer<>(producer(), new ByteArraySerializer(), new ByteArraySerializer()))
                .ordering(ProcessingOrder.UNORDERED)
                .commitMode(CommitMode.PERIODIC_TRANSACTIONAL_PRODUCER)
                .commitInterval(COMMIT_EVERY)
                .allowEagerProcessingDuringTransactionCommit(true)
                .maxConcurrency(THREADS)
                .messageBufferSize(PeerSettings.MAX_IN_FLIGHT)
                .retryDelayProvider(this::pause)
                .build();
    }

    private Map<String, Object> consumer() {
        return Map.of(
                "bootstrap.servers", settings.bootstrapServers(),
                "group.id", settings.group(),
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
    }

    private Map<String, Object> producer() {
        return Map.of(
                "bootstrap.servers",
                settings.bootstrapServers(),
                "transactional.id",
                settings.group(),
                "linger.ms",
                "0",
                "retry.backoff.ms",
                "5");
    }

    /** Takes a thread while it waits for the quota and for the answer, and no longer. */
    private List<ProducerRecord<byte[], byte[]>> terminal(RecordContext<byte[], byte[]> context) {
        ConsumerRecord<byte[], byte[]> record = context.getConsumerRecord();
        Events.Created created;
        try {
            created = Events.read(record);
        } catch (IllegalArgumentException e) {
            LOG.warn("skipped {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return List.of();
        }
        VendorClient.Answer answer = ask(created);
        if (!answer.isOver()) {
            throw new PCRetriableException("not over yet");
        }
        return List.of(events.terminal(created, answer));
    }

    private VendorClient.Answer ask(Events.Created created) {
        try {
            TimeUnit.NANOSECONDS.sleep(bucket.reserve().toNanos());
            return client.describe(created.taskId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PCRetriableException("stopping", e);
        } catch (TencentCloudSDKException | RuntimeException e) {
            // The SDK's own parser throws what it does not declare, at a page in place of JSON for example.
            throw new PCRetriableException("asked about again", e);
        }
    }

    /** Half of the pause is jitter, drawn from the record: the library may ask more than once. */
    private Duration pause(RecordContext<byte[], byte[]> context) {
        int failures = context.getNumberOfFailedAttempts();
        long full = Math.min(
                settings.longestPause().toMillis(),
                settings.firstPause().toMillis() << Math.min(Math.max(failures - 1, 0), 10));
        double jitter = new SplittableRandom(31 * context.offset() + failures).nextDouble();
        return Duration.ofMillis((long) (full * (0.5 + jitter)));
    }

    private static final class Assigned implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("assigned {}", partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }
}
