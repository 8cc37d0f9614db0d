package io.mpsbridge.app;

import io.mpsbridge.admin.Activity;
import io.mpsbridge.admin.AdminServer;
import io.mpsbridge.admin.Health;
import io.mpsbridge.admin.HttpContent;
import io.mpsbridge.event.Schemas;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.limit.QuotaStatus;
import io.mpsbridge.mps.CredentialSource;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.pipeline.TaskView;
import io.mpsbridge.telemetry.Metrics;
import io.mpsbridge.telemetry.ScrapeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the admin port tells about a bridge. */
final class AdminStatusSource implements AdminServer.Sources {

    /** A turn takes milliseconds; the longest are transactions that wait out a broker's absence. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(60);

    private final KafkaStart loop;
    private final TaskPipeline pipeline;
    private final CredentialSource credentials;
    private final Metrics metrics;
    private final Activity activity;
    private final About about;
    private final InstantSource wall;
    private final LongSupplier nanos;

    AdminStatusSource(Parts parts, InstantSource wall, LongSupplier nanos) {
        this.loop = parts.loop;
        this.pipeline = parts.pipeline;
        this.credentials = parts.credentials;
        this.metrics = parts.metrics;
        this.activity = parts.activity;
        this.about = parts.about;
        this.wall = wall;
        this.nanos = nanos;
    }

    /** What is reported about. */
    record Parts(
            KafkaStart loop,
            TaskPipeline pipeline,
            CredentialSource credentials,
            Metrics metrics,
            Activity activity,
            About about) {}

    /** What does not change while it runs. */
    record About(String version, String group, String instance, Instant startedAt, int maxInFlight) {}

    /** All there is to know; written as JSON. */
    record Status(
            Instant at,
            About about,
            Health ready,
            CredentialState credentials,
            PipelineStatus pipeline,
            LoopStatus kafka) {}

    /** @param expiresAt null where they do not */
    record CredentialState(String source, @Nullable Instant expiresAt) {}

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
        return Mono.zip(
                live(),
                polling(),
                (live, polling) -> loop.waiting()
                        .map(AdminStatusSource::notYet)
                        .orElseGet(() -> ready(live, loop.status(), polling)));
    }

    @Override
    public Mono<Object> status() {
        return Mono.zip(
                ready(),
                polling(),
                (ready, polling) -> new Status(
                        wall.instant(),
                        about,
                        ready,
                        new CredentialState(
                                credentials.source(), credentials.expiresAt().orElse(null)),
                        polling,
                        loop.status()));
    }

    @Override
    public Mono<HttpContent> metrics() {
        return Mono.zip(
                ready(),
                polling(),
                (ready, polling) -> new HttpContent(Metrics.MEDIA_TYPE, metrics.scrape(reading(ready, polling))));
    }

    @Override
    public Flux<List<TaskView>> tasks() {
        return pipeline.tasks();
    }

    @Override
    public Activity activity() {
        return activity;
    }

    @Override
    public Map<String, HttpContent> documents() {
        return Schemas.all().stream()
                .collect(Collectors.toMap(
                        Schemas.Document::name, document -> new HttpContent(document.mediaType(), document.text())));
    }

    /** Whatever is made of it is not the polling thread's work. */
    private Mono<PipelineStatus> polling() {
        return pipeline.status().publishOn(Schedulers.parallel());
    }

    private ScrapeSnapshot reading(Health ready, PipelineStatus polling) {
        LoopStatus kafka = loop.status();
        return new ScrapeSnapshot(
                ready.ok(),
                kafka,
                sinceTurn(kafka),
                polling,
                age(polling.oldest()),
                blocked(kafka.publishing()),
                credentialsLeft());
    }

    private Duration blocked(LoopStatus.Publishing publishing) {
        return publishing.blockedBy() == null
                ? Duration.ZERO
                : Duration.ofNanos(nanos.getAsLong() - publishing.blockedSinceNanos());
    }

    private @Nullable Duration credentialsLeft() {
        return credentials
                .expiresAt()
                .map(end -> Duration.between(wall.instant(), end))
                .orElse(null);
    }

    private Duration age(@Nullable Instant oldest) {
        Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, wall.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Duration sinceTurn(LoopStatus kafka) {
        return Duration.ofNanos(nanos.getAsLong() - kafka.turnedAtNanos());
    }

    private static Health notYet(KafkaStart.Waiting waiting) {
        return new Health(false, List.of("waiting for Kafka since " + waiting.since() + ": " + waiting.reason()));
    }

    private Health ready(Health live, LoopStatus kafka, PipelineStatus polling) {
        List<String> reasons = new ArrayList<>(live.reasons());
        if (!kafka.joined()) {
            reasons.add("not a member of the consumer group yet");
        }
        for (LoopStatus.Partition partition : kafka.partitions()) {
            if (partition.heldBecause() != null) {
                reasons.add("partition " + partition.number() + " is held: " + partition.heldBecause());
            } else if (partition.pause() == PauseReason.LOADING) {
                reasons.add("partition " + partition.number() + ": committed offsets are not read yet"
                        + (partition.loading() == null
                                ? ""
                                : ": " + partition.loading().why()));
            } else if (partition.pause() == PauseReason.NO_PERMIT) {
                reasons.add("partition " + partition.number() + " is not read: the rate limit has no permit for this"
                        + " replica's partitions; use fewer replicas or partitions, or bridge.replicas=standby");
            }
        }
        if (isCutOff(polling.quota())) {
            reasons.add("the broker has not answered a heartbeat for so long that another replica may own the quota");
        }
        reasons.addAll(PublishingReasons.of(kafka.publishing(), nanos.getAsLong(), wall.instant()));
        Hold hold = polling.hold();
        if (hold != null && hold.kind() == Hold.Kind.SUSPENDED) {
            reasons.add("polling is suspended since " + hold.since() + ": " + hold.code() + ": " + hold.message());
        }
        if (hold != null && hold.kind() == Hold.Kind.CLOCK) {
            reasons.add("polling is held since " + hold.since() + ": " + hold.message());
        }
        boolean ready = reasons.isEmpty();
        if (hold != null && hold.kind() == Hold.Kind.OUTAGE) {
            reasons.add("polling is held since " + hold.since() + ": " + hold.code() + ": " + hold.message()
                    + "; it goes on by itself");
        }
        lost(kafka).ifPresent(reasons::add);
        return new Health(ready, reasons);
    }

    /** One that stands by has no permits to lose, and could not take over all the same. */
    private boolean isCutOff(QuotaStatus quota) {
        Instant end = quota.leaseUntil();
        return quota.held() == Quota.Held.NO_LEASE
                || (quota.held() == Quota.Held.NO_SHARE && end != null && end.isBefore(wall.instant()));
    }

    /** Worth knowing for a while, and no reason to hold up a roll-out. */
    private static Optional<String> lost(LoopStatus kafka) {
        LoopStatus.OffsetsLost lost = kafka.offsetsLostLately();
        return lost == null
                ? Optional.empty()
                : Optional.of("the group had no committed offsets, though the output topics hold answers up to "
                        + lost.newestAnswer() + ": " + lost.records() + " created records from before "
                        + (lost.askedAgain()
                                ? "are asked about again"
                                : "are not read, answered or not (bridge.start=latest)")
                        + "; if the offsets were lost, begin at a time (kafka-consumer-groups --reset-offsets)");
    }
}
