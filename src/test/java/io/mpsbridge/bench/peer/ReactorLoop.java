package io.mpsbridge.bench.peer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOffset;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverRecord;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * The same on Reactor Kafka: a {@code Mono} per task that asks until the task is over, {@code retryWhen} with backoff
 * from 1 s to 30 s, the vendor's SDK on the elastic scheduler, one sender for all, at least once. Acknowledged in any
 * order; the receiver commits up to the first that is missing.
 */
public final class ReactorLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ReactorLoop.class);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    private final PeerSettings settings;
    private final Events events;
    private final VendorClient client;
    private final TokenBucket bucket;

    private ReactorLoop(PeerSettings settings) {
        this.settings = settings;
        this.events = new Events(settings);
        this.client = new VendorClient(settings);
        this.bucket = new TokenBucket(settings.rateLimit());
    }

    /** Runs until SIGTERM. */
    public static void main(String[] arguments) {
        ReactorLoop loop = new ReactorLoop(PeerSettings.of(System.getenv()));
        loop.run()
                .doOnError(e -> LOG.warn("the stream broke and begins again", e))
                .retryWhen(loop.backoff())
                .block();
    }

    private RetryBackoffSpec backoff() {
        return Retry.backoff(Long.MAX_VALUE, settings.firstPause()).maxBackoff(settings.longestPause());
    }

    private Mono<Void> run() {
        return Mono.using(
                () -> KafkaSender.create(sender()),
                sender -> sender.send(terminals())
                        .doOnNext(sent -> {
                            if (sent.exception() == null) {
                                sent.correlationMetadata().acknowledge();
                            }
                        })
                        .then(),
                KafkaSender::close);
    }

    private Flux<SenderRecord<byte[], byte[], ReceiverOffset>> terminals() {
        return KafkaReceiver.create(receiver()).receive().flatMap(this::terminal, PeerSettings.MAX_IN_FLIGHT);
    }

    private Mono<SenderRecord<byte[], byte[], ReceiverOffset>> terminal(ReceiverRecord<byte[], byte[]> record) {
        return Mono.fromCallable(() -> Events.read(record))
                .flatMap(created -> ask(created)
                        .map(answer -> SenderRecord.create(events.terminal(created, answer), record.receiverOffset())))
                .onErrorResume(IllegalArgumentException.class, e -> {
                    LOG.warn("skipped {}: {}", record.receiverOffset(), e.getMessage());
                    record.receiverOffset().acknowledge();
                    return Mono.empty();
                });
    }

    private Mono<VendorClient.Answer> ask(Events.Created created) {
        return Mono.defer(() -> {
                    Duration wait = bucket.reserve();
                    return wait.isZero() ? describe(created) : Mono.delay(wait).then(describe(created));
                })
                .filter(VendorClient.Answer::isOver)
                .switchIfEmpty(Mono.error(NotOverException::new))
                .retryWhen(backoff());
    }

    private Mono<VendorClient.Answer> describe(Events.Created created) {
        return Mono.fromCallable(() -> client.describe(created.taskId())).subscribeOn(Schedulers.boundedElastic());
    }

    private ReceiverOptions<byte[], byte[]> receiver() {
        return ReceiverOptions.<byte[], byte[]>create(Map.of(
                        "bootstrap.servers", settings.bootstrapServers(),
                        "group.id", settings.group(),
                        "auto.offset.reset", "earliest"))
                .withKeyDeserializer(new ByteArrayDeserializer())
                .withValueDeserializer(new ByteArrayDeserializer())
                .commitInterval(COMMIT_EVERY)
                .maxDeferredCommits(PeerSettings.MAX_IN_FLIGHT)
                .addAssignListener(partitions -> LOG.info("assigned {}", partitions))
                .subscription(List.of(settings.created()));
    }

    private SenderOptions<byte[], byte[]> sender() {
        return SenderOptions.<byte[], byte[]>create(settings.producer())
                .withKeySerializer(new ByteArraySerializer())
                .withValueSerializer(new ByteArraySerializer())
                .stopOnError(true);
    }

    private static final class NotOverException extends Exception {
        private static final long serialVersionUID = 1;

        NotOverException() {
            super("not over yet", null, false, false);
        }
    }
}
