package io.mpsbridge.app;

import io.mpsbridge.admin.AdminServer;
import io.mpsbridge.admin.Health;
import io.mpsbridge.kafka.BridgeLoop;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.metrics.Metrics;
import io.mpsbridge.metrics.Reading;
import io.mpsbridge.mps.CredentialSource;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.pipeline.TaskPipeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the admin port tells about a bridge. */
final class Reports implements AdminServer.Sources {

    /** A turn takes milliseconds; the longest are transactions that wait out a broker's absence. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(60);

    private final BridgeLoop loop;
    private final TaskPipeline pipeline;
    private final CredentialSource credentials;
    private final Metrics metrics;
    private final InstantSource wall;
    private final LongSupplier nanos;

    Reports(Parts parts, InstantSource wall, LongSupplier nanos) {
        this.loop = parts.loop;
        this.pipeline = parts.pipeline;
        this.credentials = parts.credentials;
        this.metrics = parts.metrics;
        this.wall = wall;
        this.nanos = nanos;
    }

    /** What is reported about. */
    record Parts(BridgeLoop loop, TaskPipeline pipeline, CredentialSource credentials, Metrics metrics) {}

    /** All there is to know; written as JSON. */
    record Status(Health ready, String credentials, PipelineStatus pipeline, LoopStatus kafka) {}

    @Override
    public Mono<Health> live() {
        return Mono.fromCallable(() -> {
            Duration since = sinceTurn(loop.status());
            boolean turns = since.compareTo(LONGEST_TURN) < 0;
            return new Health(
                    turns,
                    turns ? List.of() : List.of("the Kafka loop has not turned for " + since.toSeconds() + " s"));
        });
    }

    @Override
    public Mono<Health> ready() {
        return Mono.zip(live(), pipeline.status(), (live, polling) -> ready(live, loop.status(), polling));
    }

    @Override
    public Mono<Object> status() {
        return Mono.zip(
                ready(),
                pipeline.status(),
                (ready, polling) -> new Status(ready, credentials.source(), polling, loop.status()));
    }

    @Override
    public Mono<AdminServer.Text> metrics() {
        return Mono.zip(
                ready(),
                pipeline.status(),
                (ready, polling) -> new AdminServer.Text(Metrics.MEDIA_TYPE, metrics.scrape(reading(ready, polling))));
    }

    private Reading reading(Health ready, PipelineStatus polling) {
        LoopStatus kafka = loop.status();
        return new Reading(ready.ok(), kafka, sinceTurn(kafka), polling, age(polling.oldest()), null);
    }

    private Duration age(@Nullable Instant oldest) {
        Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, wall.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Duration sinceTurn(LoopStatus kafka) {
        return Duration.ofNanos(nanos.getAsLong() - kafka.turnedAt());
    }

    private static Health ready(Health live, LoopStatus kafka, PipelineStatus polling) {
        List<String> reasons = new ArrayList<>(live.reasons());
        if (!kafka.joined()) {
            reasons.add("not a member of the consumer group yet");
        }
        for (LoopStatus.Partition partition : kafka.partitions()) {
            if (partition.heldBecause() != null) {
                reasons.add("partition " + partition.number() + " is held: " + partition.heldBecause());
            } else if (partition.pause() == PauseReason.LOADING) {
                reasons.add("partition " + partition.number() + ": committed offsets are not read yet");
            }
        }
        if (polling.quota().held() == Quota.Held.NO_LEASE) {
            reasons.add("the broker has not answered for so long that another replica may own the quota");
        }
        Hold hold = polling.hold();
        if (hold != null && hold.kind() == Hold.Kind.SUSPENDED) {
            reasons.add("polling is suspended since " + hold.since() + ": " + hold.code() + ": " + hold.message());
        }
        return new Health(reasons.isEmpty(), reasons);
    }
}
