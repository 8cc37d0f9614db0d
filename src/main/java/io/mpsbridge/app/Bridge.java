package io.mpsbridge.app;

import io.mpsbridge.admin.Activity;
import io.mpsbridge.admin.AdminServer;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.event.ResultRetention;
import io.mpsbridge.kafka.BridgeLoop;
import io.mpsbridge.kafka.HintReader;
import io.mpsbridge.kafka.RecentOutcomes;
import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.pipeline.OpenCalls;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.pipeline.TaskPipelines;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.telemetry.Metrics;
import io.mpsbridge.telemetry.Observers;
import io.mpsbridge.telemetry.TaskSpans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A running bridge: the Kafka loop on one thread, the pipeline on another, HTTP on event loops. Closes in the order in
 * which data flows, so that finished outcomes are published.
 */
public final class Bridge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    /** How long a stop waits for open calls; the next owner polls those tasks again anyway. */
    private static final Duration OPEN_CALLS = Duration.ofSeconds(2);

    /** More than the pipelines ever take to look for a few hundred tasks. */
    private static final Duration HINTS = Duration.ofSeconds(5);

    private static final Duration LAST_TRANSACTION = Duration.ofSeconds(6);
    private static final Duration CLIENT_CLOSE = Duration.ofSeconds(1);

    private final CompletableFuture<Void> polled = new CompletableFuture<>();
    private final Scheduler scheduler = Schedulers.newSingle("mps-bridge-plan");
    private final Metrics metrics = new Metrics(Decoded.Rejection.codes());
    private final Activity activity = new Activity(ResultRetention::availableUntil, System::nanoTime);
    private final Observers observers;
    private final Accounts accounts;
    private final TaskPipelines pipelines;
    private final HintReader hints;
    private final KafkaStart kafka;
    private final AdminServer admin;

    private Bridge(Settings settings, Map<String, String> environment, InstantSource wall, KafkaStart kafka) {
        this.kafka = kafka;
        KafkaSettings.Topics topics = settings.kafka().topics();
        TaskSpans spans = TaskSpans.ofProcess(new TaskSpans.Topics(
                topics.created(),
                topics.completed(),
                topics.failed(),
                settings.kafka().groupId()));
        this.observers = Observers.of(List.of(metrics.polls(), activity), spans);
        this.accounts = new Accounts(settings, environment, wall);
        TaskPipeline.Outcomes outcomes = observers.over(new LoopOutcomes(kafka));
        OpenCalls calls = new OpenCalls(settings.mps().maxConnections());
        this.pipelines = new TaskPipelines(
                QuotaScope.all(settings.accountNames()),
                scope -> new TaskPipeline(
                        settings.pipeline(),
                        new TaskPipeline.Pacing(scope, settings.poll(), quota(scope, wall), calls),
                        observers.over(scope, accounts.asker(scope), System::nanoTime),
                        outcomes,
                        new TaskPipeline.Clocks(wall, System::nanoTime, scheduler)));
        this.hints = new HintReader(settings.kafka(), this::hint, System::nanoTime);
        this.admin = AdminServer.start(
                settings.admin(),
                new AdminStatusSource(
                        kafka, new AdminStatusSource.Parts(pipelines, accounts, metrics, hints), about(settings, wall)),
                activity);
    }

    /**
     * Starts everything and returns once the admin port answers. Kafka may come up later; a fault of Kafka that waiting
     * cannot cure fails {@link #awaitEnd}.
     *
     * @param environment for the credential chain
     */
    public static Bridge start(Settings settings, Map<String, String> environment) {
        InstantSource wall = InstantSource.system();
        CompletableFuture<Bridge> wired = new CompletableFuture<>();
        // Opening the Kafka clients takes as long as everything else, so both run in parallel.
        KafkaStart kafka = new KafkaStart(
                settings.kafka(),
                () -> BridgeLoop.create(
                        settings.kafka(),
                        codec(settings, wall),
                        new PipelineListener(
                                () -> wired.join().pipelines,
                                () -> wired.join().observers,
                                new RecentOutcomes(settings.kafka(), System::nanoTime)),
                        new LateObserver(wired.thenApply(bridge -> bridge.metrics.clients())),
                        System::nanoTime,
                        wall),
                wall,
                System::nanoTime);
        kafka.begin();
        Bridge bridge;
        try {
            bridge = new Bridge(settings, environment, wall, kafka);
        } catch (RuntimeException | Error e) {
            kafka.stop();
            throw e;
        }
        wired.complete(bridge);
        bridge.hints.start();
        bridge.pipelines.run().subscribe(null, bridge::failed, () -> bridge.polled.complete(null));
        kafka.wired();
        bridge.rehearse();
        LOG.atInfo()
                .addKeyValue("group", settings.kafka().groupId())
                .addKeyValue("instance", settings.kafka().instanceId())
                .addKeyValue("admin", settings.admin().host() + ":" + bridge.adminPort())
                .log("mps-bridge started");
        return bridge;
    }

    /** The bound port, also if {@code admin.port} is 0. */
    public int adminPort() {
        return admin.port();
    }

    /**
     * Waits until the bridge has ended, by {@link #close} or by itself.
     *
     * @throws ExecutionException if it ended by itself; the cause says why
     */
    public void awaitEnd() throws InterruptedException, ExecutionException {
        kafka.ended().get();
    }

    /** Stops polling, publishes finished outcomes and leaves the group, within ten seconds. */
    @Override
    public void close() {
        hints.close();
        pipelines.stop();
        within(OPEN_CALLS, polled, "stopped with calls to MPS open; the next owner polls their tasks again");
        kafka.stop();
        within(
                LAST_TRANSACTION,
                kafka.ended(),
                "stopped with a transaction open; the next owner polls its tasks again");
        admin.close();
        accounts.close().block(CLIENT_CLOSE);
        scheduler.dispose();
        metrics.close();
        LOG.atInfo().log("mps-bridge stopped");
    }

    private Set<String> hint(Set<String> taskIds) {
        return Objects.requireNonNullElse(pipelines.hint(taskIds).block(HINTS), Set.of());
    }

    /** Polling ends by itself only for a fault in this code: its stack is needed. */
    private void failed(Throwable failure) {
        LOG.atError().setCause(failure).log("polling failed, the bridge ends");
        kafka.ended().completeExceptionally(failure);
    }

    private static void within(Duration limit, CompletableFuture<Void> end, String otherwise) {
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.atWarn().log(otherwise);
        } catch (ExecutionException e) {
            LOG.atDebug().log("ended by a failure, which is reported elsewhere");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AdminStatusSource.About about(Settings settings, InstantSource wall) {
        String version = Bridge.class.getPackage().getImplementationVersion();
        return new AdminStatusSource.About(
                version == null ? "built from source" : version,
                settings.kafka().groupId(),
                settings.kafka().instanceId(),
                wall.instant(),
                settings.kafka().maxInFlight());
    }

    private Quota quota(QuotaScope scope, InstantSource wall) {
        int permits = accounts.of(scope).settings().limit(scope.kind()).permitsPerSecond();
        return new Quota(new Permits(permits, Duration.ofSeconds(1)), wall::millis);
    }

    private static BridgeLoop.Codec codec(Settings settings, InstantSource wall) {
        KafkaSettings.Topics topics = settings.kafka().topics();
        return new BridgeLoop.Codec(
                new EventDecoder(wall, KnownScopes.of(settings.accountNames())),
                new EventEncoder(
                        topics.completed(),
                        topics.failed(),
                        topics.deadLetter(),
                        settings.kafka().groupId()));
    }

    /**
     * A call without the request: resolves and connects to the endpoint and reads the credentials during the first
     * second, in which no permit is free anyway. The first real call reports what fails here.
     */
    private void rehearse() {
        Disposable unused = accounts.of(QuotaScope.DEFAULT)
                .client()
                .describe(TaskKind.IMAGE, "rehearsal", () -> false)
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe(
                        verdict -> LOG.atDebug()
                                .addKeyValue("verdict", verdict)
                                .log("the rehearsal call got an error answer"),
                        failure -> LOG.atDebug().setCause(failure).log("the rehearsal call failed"));
    }
}
