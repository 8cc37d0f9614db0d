package io.mpsbridge.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/** Several brokers in JVMs of their own, each behind a proxy; one after the other can be killed and started again. */
public final class ProcessCluster implements KafkaBroker {
    private static final Duration WHOLE_LIMIT = Duration.ofMinutes(2);

    private final List<ProcessBroker> brokers;

    private ProcessCluster(List<ProcessBroker> brokers) {
        this.brokers = brokers;
    }

    /** As many brokers as there are proxies; clients that come through one of them stay behind all of them. */
    public static ProcessCluster start(BrokerOptions options, List<TcpProxy> proxies) {
        var cluster = new ProcessCluster(KraftNode.cluster(ProcessBroker.gaveUpSoon(options), proxies).stream()
                .map(ProcessBroker::new)
                .toList());
        try {
            cluster.brokers.forEach(ProcessBroker::launch);
            cluster.brokers.forEach(ProcessBroker::awaitStart);
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Of all brokers. */
    @Override
    public String bootstrapServers() {
        return brokers.stream().map(ProcessBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    @Override
    public String description() {
        return brokers.size() + " processes " + VERSION;
    }

    public int size() {
        return brokers.size();
    }

    /** SIGTERM to one of them, by its index. */
    public void stop(int index) {
        brokers.get(index).stop();
    }

    /** SIGKILL to one of them, by its index. */
    public void kill(int index) {
        brokers.get(index).kill();
    }

    /** Starts an ended broker again. Returns when every partition has all its copies again, so that another may end. */
    public void start(int index) {
        brokers.get(index).start();
        awaitWhole();
    }

    /** What all of them have logged so far, one file for each start of each. */
    public List<Path> logs() {
        return brokers.stream().flatMap(broker -> broker.logs().stream()).toList();
    }

    private void awaitWhole() {
        long deadline = System.nanoTime() + WHOLE_LIMIT.toNanos();
        try (Admin admin = admin()) {
            while (!isWhole(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the brokers have not caught up with each other within " + WHOLE_LIMIT);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private static boolean isWhole(Admin admin) {
        try {
            var names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(30, TimeUnit.SECONDS);
            return admin.describeTopics(names).allTopicNames().get(30, TimeUnit.SECONDS).values().stream()
                    .allMatch(ProcessCluster::isWhole);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isWhole(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(each -> each.leader() != null
                        && !each.leader().isEmpty()
                        && each.isr().size() == each.replicas().size());
    }

    @Override
    public void close() {
        brokers.forEach(ProcessBroker::close);
    }
}
