package io.mpsbridge.app;

import io.mpsbridge.admin.AdminServer;
import io.mpsbridge.admin.Health;
import io.mpsbridge.admin.HttpContent;
import io.mpsbridge.admin.Readiness;
import io.mpsbridge.event.Schemas;
import io.mpsbridge.kafka.HintReader;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.pipeline.ScopeStatus;
import io.mpsbridge.pipeline.TaskPipelines;
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

    /** What it asks. */
    record Parts(TaskPipelines pipelines, Accounts accounts, Metrics metrics, HintReader hints) {}

    private final KafkaStart kafka;
    private final TaskPipelines pipelines;
    private final Accounts accounts;
    private final Metrics metrics;
    private final HintReader hints;
    private final About about;

    AdminStatusSource(KafkaStart kafka, Parts parts, About about) {
        this.kafka = kafka;
        this.pipelines = parts.pipelines();
        this.accounts = parts.accounts();
        this.metrics = parts.metrics();
        this.hints = parts.hints();
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
            List<CredentialState> accounts,
            PipelineStatus pipeline,
            List<ScopedPipeline> pipelines,
            LoopStatus kafka) {}

    /** @param expiresAt null for credentials that do not expire */
    record CredentialState(
            String account, String source, @Nullable Instant expiresAt) {
        static CredentialState of(Accounts.Account account) {
            return new CredentialState(
                    account.name(),
                    account.credentials().source(),
                    account.credentials().expiresAt().orElse(null));
        }
    }

    /** The pipeline of one quota scope. */
    record ScopedPipeline(String account, String kind, PipelineStatus status) {
        static ScopedPipeline of(ScopeStatus scope) {
            return new ScopedPipeline(
                    scope.scope().accountName(), scope.scope().kind().label(), scope.pipeline());
        }
    }

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
        return polling().map(this::status);
    }

    private Status status(List<ScopeStatus> polling) {
        List<CredentialState> credentials =
                accounts.all().stream().map(CredentialState::of).toList();
        return new Status(
                WALL.instant(),
                about,
                ready(polling),
                credentials.get(0),
                credentials,
                PipelineStatus.total(polling),
                polling.stream()
                        .filter(ScopeStatus::isInUse)
                        .map(ScopedPipeline::of)
                        .toList(),
                kafka.status());
    }

    @Override
    public Mono<HttpContent> metrics() {
        return polling().map(polling -> new HttpContent(Metrics.MEDIA_TYPE, metrics.scrape(snapshot(polling))));
    }

    @Override
    public Flux<List<TaskView>> tasks() {
        return pipelines.tasks();
    }

    @Override
    public Mono<Map<String, TaskPosition>> positions(Collection<String> taskIds) {
        return pipelines.positions(taskIds);
    }

    @Override
    public Map<String, HttpContent> documents() {
        return Schemas.all().stream()
                .collect(Collectors.toMap(
                        Schemas.Document::name, document -> new HttpContent(document.mediaType(), document.text())));
    }

    /** Leaves the polling thread: rendering must not delay polls. */
    private Mono<List<ScopeStatus>> polling() {
        return pipelines.status().publishOn(Schedulers.parallel());
    }

    private Health ready(List<ScopeStatus> polling) {
        return kafka.waiting()
                .map(waiting -> Readiness.waiting(waiting.since(), waiting.reason()))
                .orElseGet(() -> now().ready(kafka.status(), polling));
    }

    private static Readiness now() {
        return new Readiness(WALL.instant(), System.nanoTime());
    }

    private ScrapeSnapshot snapshot(List<ScopeStatus> polling) {
        return new ScrapeSnapshot(
                WALL.instant(),
                System.nanoTime(),
                ready(polling).ok(),
                kafka.status(),
                polling,
                hints.status(),
                accounts.all().stream()
                        .collect(Collectors.toMap(
                                Accounts.Account::name,
                                account -> account.credentials().expiresAt())));
    }
}
