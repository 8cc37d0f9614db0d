package io.mpsbridge.app;

import io.mpsbridge.admin.Activity;
import io.mpsbridge.admin.AdminServer;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.ImageRetention;
import io.mpsbridge.kafka.BridgeLoop;
import io.mpsbridge.kafka.RecentOutcomes;
import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.mps.CredentialPlaces;
import io.mpsbridge.mps.CredentialSource;
import io.mpsbridge.mps.MpsClient;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.telemetry.Metrics;
import io.mpsbridge.telemetry.Observers;
import io.mpsbridge.telemetry.TaskSpans;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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

    private static final Duration LAST_TRANSACTION = Duration.ofSeconds(6);
    private static final Duration CLIENT_CLOSE = Duration.ofSeconds(1);

    private final CompletableFuture<Void> polled = new CompletableFuture<>();
    private final Scheduler scheduler = Schedulers.newSingle("mps-bridge-plan");
    private final Metrics metrics = new Metrics(Decoded.Rejection.codes());
    private final Activity activity = new Activity(ImageRetention::availableUntil, System::nanoTime);
    private final Observers observers;
    private final CredentialSource credentials;
    private final MpsClient client;
    private final TaskPipeline pipeline;
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
        this.credentials = CredentialSource.create(
                settings.mps(),
                CredentialPlaces.of(environment, Path.of(System.getProperty("user.home", "/"))),
                wall,
                System::nanoTime);
        this.client = MpsClient.create(settings.mps(), credentials, wall, System::nanoTime);
        this.pipeline = new TaskPipeline(
                settings.pipeline(),
                pacing(settings, wall),
                observers.over(client::describe, System::nanoTime),
                observers.over(new LoopOutcomes(kafka)),
                new TaskPipeline.Clocks(wall, System::nanoTime, scheduler));
        this.admin = AdminServer.start(
                settings.admin(),
                new AdminStatusSource(kafka, pipeline, credentials, metrics, about(settings, wall)),
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
                        codec(settings.kafka(), wall),
                        new PipelineListener(
                                () -> wired.join().pipeline,
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
        bridge.pipeline.run().subscribe(null, bridge::failed, () -> bridge.polled.complete(null));
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
        pipeline.stop();
        within(OPEN_CALLS, polled, "stopped with calls to MPS open; the next owner polls their tasks again");
        kafka.stop();
        within(
                LAST_TRANSACTION,
                kafka.ended(),
                "stopped with a transaction open; the next owner polls its tasks again");
        admin.close();
        client.close().then(credentials.close()).block(CLIENT_CLOSE);
        scheduler.dispose();
        metrics.close();
        LOG.atInfo().log("mps-bridge stopped");
    }

    private void failed(Throwable failure) {
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

    private static TaskPipeline.Pacing pacing(Settings settings, InstantSource wall) {
        Permits permits = new Permits(settings.limit().permitsPerSecond(), Duration.ofSeconds(1));
        return new TaskPipeline.Pacing(
                settings.poll(),
                new Quota(permits, wall::millis),
                settings.mps().maxConnections());
    }

    private static BridgeLoop.Codec codec(KafkaSettings kafka, InstantSource wall) {
        KafkaSettings.Topics topics = kafka.topics();
        return new BridgeLoop.Codec(
                new EventDecoder(wall),
                new EventEncoder(topics.completed(), topics.failed(), topics.deadLetter(), kafka.groupId()));
    }

    /**
     * A call without the request: resolves and connects to the endpoint and reads the credentials during the first
     * second, in which no permit is free anyway. The first real call reports what fails here.
     */
    private void rehearse() {
        Disposable unused = client.describe("rehearsal", () -> false)
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe(
                        verdict -> LOG.atDebug()
                                .addKeyValue("verdict", verdict)
                                .log("the rehearsal call got an error answer"),
                        failure -> LOG.atDebug().setCause(failure).log("the rehearsal call failed"));
    }
}
