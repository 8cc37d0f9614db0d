package io.mpsbridge.app;

import io.mpsbridge.admin.AdminServer;
import io.mpsbridge.admin.Health;
import io.mpsbridge.admin.HttpContent;
import io.mpsbridge.admin.Readiness;
import io.mpsbridge.event.Schemas;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.mps.CredentialSource;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.pipeline.TaskPosition;
import io.mpsbridge.pipeline.TaskView;
import io.mpsbridge.telemetry.Metrics;
import io.mpsbridge.telemetry.ScrapeSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Collects what the admin port reports from the parts of the bridge. */
final class AdminStatusSource implements AdminServer.Sources {

    private static final InstantSource WALL = InstantSource.system();

    private final KafkaStart kafka;
    private final TaskPipeline pipeline;
    private final CredentialSource credentials;
    private final Metrics metrics;
    private final About about;

    AdminStatusSource(
            KafkaStart kafka, TaskPipeline pipeline, CredentialSource credentials, Metrics metrics, About about) {
        this.kafka = kafka;
        this.pipeline = pipeline;
        this.credentials = credentials;
        this.metrics = metrics;
        this.about = about;
    }

    /** Constant while the bridge runs. */
    record About(String version, String group, String instance, Instant startedAt, int maxInFlight) {}

    /** The body of {@code /api/status}. */
    record Status(
            Instant at,
            About about,
            Health ready,
            CredentialState credentials,
            PipelineStatus pipeline,
            LoopStatus kafka) {}

    /** @param expiresAt null for credentials that do not expire */
    record CredentialState(String source, @Nullable Instant expiresAt) {}

    @Override
    public Mono<Health> live() {
        return Mono.fromCallable(() -> now().live(kafka.status()));
    }

    @Override
    public Mono<Health> ready() {
        return polling().map(this::ready);
    }

    @Override
    public Mono<Object> status() {
        return polling()
                .map(polling -> new Status(
                        WALL.instant(),
                        about,
                        ready(polling),
                        new CredentialState(
                                credentials.source(), credentials.expiresAt().orElse(null)),
                        polling,
                        kafka.status()));
    }

    @Override
    public Mono<HttpContent> metrics() {
        return polling().map(polling -> new HttpContent(Metrics.MEDIA_TYPE, metrics.scrape(snapshot(polling))));
    }

    @Override
    public Flux<List<TaskView>> tasks() {
        return pipeline.tasks();
    }

    @Override
    public Mono<Map<String, TaskPosition>> positions(Collection<String> taskIds) {
        return pipeline.positions(taskIds);
    }

    @Override
    public Map<String, HttpContent> documents() {
        return Schemas.all().stream()
                .collect(Collectors.toMap(
                        Schemas.Document::name, document -> new HttpContent(document.mediaType(), document.text())));
    }

    /** Leaves the polling thread: rendering must not delay polls. */
    private Mono<PipelineStatus> polling() {
        return pipeline.status().publishOn(Schedulers.parallel());
    }

    private Health ready(PipelineStatus polling) {
        return kafka.waiting()
                .map(waiting -> Readiness.waiting(waiting.since(), waiting.reason()))
                .orElseGet(() -> now().ready(kafka.status(), polling));
    }

    private static Readiness now() {
        return new Readiness(WALL.instant(), System.nanoTime());
    }

    private ScrapeSnapshot snapshot(PipelineStatus polling) {
        return new ScrapeSnapshot(
                WALL.instant(),
                System.nanoTime(),
                ready(polling).ok(),
                kafka.status(),
                polling,
                credentials.expiresAt().orElse(null));
    }
}
