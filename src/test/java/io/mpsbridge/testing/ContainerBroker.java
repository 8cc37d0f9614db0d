package io.mpsbridge.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The broker in a container, through Testcontainers. */
public final class ContainerBroker implements KafkaBroker {
    static final String IMAGE = "apache/kafka:" + VERSION;

    private static final Duration PULL_LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final KafkaContainer container;

    private ContainerBroker(KafkaContainer container) {
        this.container = container;
    }

    /**
     * Starts a broker in a container. Throws what says why there is none: no engine answers, the image is neither here
     * nor to be had in time, or it does not start. Everything ends within five minutes.
     */
    public static ContainerBroker start(BrokerOptions options) {
        var attempt = CompletableFuture.supplyAsync(() -> attempt(options), task -> daemon(task));
        try {
            return attempt.get(PULL_LIMIT.plus(START_LIMIT).plusMinutes(1).toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // Whoever comes too late is closed: nobody is waiting for it any more.
            var unused = attempt.thenAccept(ContainerBroker::close);
            throw new IllegalStateException("the Docker engine does not answer in time", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public String description() {
        return "container " + IMAGE;
    }

    @Override
    public void close() {
        container.stop();
    }

    private static ContainerBroker attempt(BrokerOptions options) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("no Docker engine answered");
        }
        haveImage();
        var container = new KafkaContainer(IMAGE).withStartupTimeout(START_LIMIT);
        container.withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        options.serverProperties(1).forEach((name, value) -> container.withEnv(environmentName(name), value));
        var broker = new ContainerBroker(container);
        try {
            container.start();
            broker.setTransactionVersion((short) options.transactionVersion());
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static void haveImage() {
        try {
            client().inspectImageCmd(IMAGE).exec();
        } catch (NotFoundException absent) {
            pullImage();
        }
    }

    private static void pullImage() {
        try {
            var pull = client().pullImageCmd(IMAGE).start();
            if (!pull.awaitCompletion(PULL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "pulling " + IMAGE + " takes more than " + PULL_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void setTransactionVersion(short version) {
        var feature = "transaction.version";
        try (Admin admin = admin()) {
            var finalized = admin.describeFeatures()
                    .featureMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .finalizedFeatures();
            var present = finalized.get(feature);
            if (present == null ? version == 0 : present.maxVersionLevel() == version) {
                return;
            }
            var type = version == 0 ? FeatureUpdate.UpgradeType.SAFE_DOWNGRADE : FeatureUpdate.UpgradeType.UPGRADE;
            admin.updateFeatures(Map.of(feature, new FeatureUpdate(version, type)), new UpdateFeaturesOptions())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot set " + feature + " to " + version, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String environmentName(String property) {
        return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "container-broker");
        thread.setDaemon(true);
        thread.start();
    }
}
