package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ProcessCluster;
import io.mpsbridge.testing.TcpProxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** What cannot be published costs itself alone; what nobody foresaw ends the loop, and says so. */
class IsolationIT {

    @Test
    void aDeadLetterThatACompactedTopicRefusesGetsAKeyAndHoldsNobodyUp() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            compact(rig);
            rig.events(0, 5);
            rig.send(0, "{".getBytes(UTF_8));
            rig.events(5, 10);
            LoopReplica replica = rig.startAnswering("a");

            assertThat(rig.awaitAnswers(10).countsByTaskId()).hasSize(10).doesNotContainValue(2);
            await(() -> replica.totals().deadLetters() == 1, "the letter is written");
            assertThat(rig.deadLetters().records())
                    .singleElement()
                    .satisfies(letter -> assertThat(new String(letter.key(), UTF_8))
                            .isEqualTo(rig.topics().created() + "/0/5"));
            assertThat(replica.totals().rebuilds()).isZero();
            assertThat(replica.totals().aborts()).isBetween(1L, 3L);
            await(() -> rig.committed(0).offset() == rig.logEnd(0), "all is done");
        }
    }

    private static void compact(LoopRig rig) {
        LoopRig.get(rig.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(
                                ConfigResource.Type.TOPIC, rig.topics().deadLetter()),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET))))
                .all());
    }

    @Test
    void anUnforeseenExceptionOnTheLoopsThreadEndsTheLoopWithIt() {
        AtomicReference<RuntimeException> planted = new AtomicReference<>();
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica replica = rig.start(
                    "a",
                    script -> script.consumer((method, arguments, call) -> {
                        RuntimeException failure = planted.get();
                        if (failure != null && method.getName().equals("resume")) {
                            throw failure;
                        }
                        return call.proceed();
                    }));
            rig.events(0, 1);
            replica.awaitOpen(1);

            planted.set(new ArithmeticException("planted"));

            assertThat(replica.failure()).get().isSameAs(planted.get());
        }
    }

    @Test
    void anUnforeseenExceptionOfATransactionEndsTheLoopWithItAndNothingCountsAsDone() {
        AtomicReference<RuntimeException> planted = new AtomicReference<>(new ArithmeticException("planted"));
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica first = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.producer((method, arguments, call) -> {
                    RuntimeException failure = planted.get();
                    if (failure != null && method.getName().equals("send")) {
                        throw failure;
                    }
                    return call.proceed();
                });
            });
            rig.events(0, 3);
            assertThat(first.failure()).get().isSameAs(planted.get());

            rig.startAnswering("a");

            assertThat(rig.awaitAnswers(3).countsByTaskId()).hasSize(3).doesNotContainValue(2);
        }
    }

    /** One of two partitions of the completed topic stands on a broker that goes away. */
    @Test
    void outcomesForAPartitionWithoutLeaderWaitAloneAndComeWhenItIsBack() {
        List<TcpProxy> proxies = Stream.generate(TcpProxy::open).limit(3).toList();
        try (ProcessCluster cluster = ProcessCluster.start(BrokerOptions.defaults(), proxies);
                LoopRig rig = new LoopRig(new Placing(cluster), Protocol.STANDBY, 1)) {
            LoopReplica replica = rig.startAnswering("a");
            rig.events(0, 10);
            await(() -> replica.totals().completed() == 10, "all is well");
            cluster.kill(2);
            await(() -> isLeaderless(rig), "the partition has no leader");

            rig.events(10, 50);

            long waiting = IntStream.range(10, 50)
                    .filter(i -> Utils.toPositive(Utils.murmur2(("task-" + i).getBytes(UTF_8))) % 2 == 1)
                    .count();
            await(() -> replica.totals().completed() == 50 - waiting, () -> "the others go: " + replica.status());
            await(
                    () -> replica.status().publishing().keptBack().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum()
                            == waiting,
                    () -> waiting + " are kept back: " + replica.status());
            assertThat(replica.status().publishing().keptBack())
                    .containsOnlyKeys("partition 1 of " + rig.topics().completed() + " has no leader");
            cluster.start(2);
            await(() -> replica.totals().completed() == 50, "all are answered");
            assertThat(rig.answers().countsByTaskId()).hasSize(50).doesNotContainValue(2);
            assertThat(replica.status().publishing().blockedBy()).isNull();
        } finally {
            proxies.forEach(TcpProxy::close);
        }
    }

    private static boolean isLeaderless(LoopRig rig) {
        var partition = LoopRig.get(rig.admin()
                        .describeTopics(List.of(rig.topics().completed()))
                        .allTopicNames())
                .get(rig.topics().completed())
                .partitions()
                .get(1);
        return partition.leader() == null || partition.leader().isEmpty();
    }

    /** A cluster whose topics for completed tasks have their second partition on the third broker alone. */
    private record Placing(KafkaBroker cluster) implements KafkaBroker {
        @Override
        public String bootstrapServers() {
            return cluster.bootstrapServers();
        }

        @Override
        public String description() {
            return cluster.description();
        }

        @Override
        public void createTopics(Map<String, Integer> partitionsByTopic) {
            Map<String, Integer> others = Map.copyOf(partitionsByTopic);
            List<NewTopic> topics = others.keySet().stream()
                    .map(name -> name.endsWith("-completed")
                            ? new NewTopic(name, Map.of(0, List.of(1), 1, List.of(3)))
                                    .configs(Map.of("min.insync.replicas", "1"))
                            : new NewTopic(name, Optional.of(others.get(name)), Optional.empty()))
                    .toList();
            try (Admin admin = cluster.admin()) {
                admin.createTopics(topics).all().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Cannot create " + topics, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
