package io.mpsbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both brokers of the tests do what the tests rely on. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaBrokerIT {

    @Test
    void theInProcessBrokerKeepsCommittedTransactionsOverARestart() throws Exception {
        try (var broker = InProcessBroker.start(BrokerOptions.defaults())) {
            var topic = writesAnAbortedAndACommittedRecord(broker);
            var address = broker.bootstrapServers();

            broker.stop();
            broker.start();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            send(broker, topic, "after", true);
            assertThat(read(broker, topic, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void theBrokerInAProcessKeepsCommittedTransactionsWhenKilled() throws Exception {
        try (var broker = ProcessBroker.start(BrokerOptions.defaults())) {
            var topic = writesAnAbortedAndACommittedRecord(broker);
            // Only once it can be read: a broker killed between a commit's answer and its marker may forget the marker
            // (seen in 4.4.0: the coordinator says CompleteCommit, the partition's transaction stays open).
            assertThat(read(broker, topic, 1)).containsExactly("before");

            broker.kill();
            broker.start();

            send(broker, topic, "after", true);
            assertThat(read(broker, topic, 2)).containsExactly("before", "after");
            broker.stop();
        }
    }

    @Test
    void threeBrokersKeepTwoCopiesOfEverythingAndGoOnWithoutOne() throws Exception {
        var proxies = List.of(TcpProxy.open(), TcpProxy.open(), TcpProxy.open());
        try (var cluster = ProcessCluster.start(BrokerOptions.defaults(), proxies)) {
            try (var admin = cluster.admin()) {
                admin.createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.empty())))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            send(cluster, "t", "before", true);
            assertThat(fewestCopies(cluster, "t")).isEqualTo("2");
            assertThat(fewestCopies(cluster, "__transaction_state")).isEqualTo("2");

            cluster.kill(1);
            send(cluster, "t", "without", true);
            cluster.start(1);

            assertThat(read(cluster, "t", 2)).containsExactly("before", "without");
            Map<String, Object> behind =
                    Map.of("bootstrap.servers", proxies.get(0).address());
            try (var admin = Admin.create(behind)) {
                assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                        .extracting(Node::port)
                        .containsExactlyInAnyOrderElementsOf(
                                proxies.stream().map(TcpProxy::port).toList());
            }
        } finally {
            proxies.forEach(TcpProxy::close);
        }
    }

    private static String fewestCopies(KafkaBroker broker, String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = broker.admin()) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(resource)
                    .get("min.insync.replicas")
                    .value();
        }
    }

    @Test
    void whoComesThroughAProxyStaysBehindIt() throws Exception {
        try (var proxy = TcpProxy.open();
                var broker = InProcessBroker.start(BrokerOptions.defaults(), proxy)) {
            broker.createTopics(Map.of("t", 1));
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers", proxy.address(),
                    "delivery.timeout.ms", "4000",
                    "request.timeout.ms", "1000",
                    "linger.ms", "0");
            try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.send(record("t", "one")).get(30, TimeUnit.SECONDS);
                proxy.cut();
                producer.send(record("t", "two")).get(30, TimeUnit.SECONDS);
                proxy.refuse();
                assertThatThrownBy(() -> producer.send(record("t", "lost")).get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(TimeoutException.class);
                proxy.resume();
                producer.send(record("t", "three")).get(30, TimeUnit.SECONDS);
            }
            assertThat(read(broker, "t", 3)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void theContainerShowsCommittedTransactionsAlone() throws Exception {
        try (var broker = containerOrSkip(BrokerOptions.defaults())) {
            var topic = writesAnAbortedAndACommittedRecord(broker);
            assertThat(read(broker, topic, 1)).containsExactly("before");
        }
    }

    @Test
    void theInProcessBrokerTakesPropertiesAndAnOlderTransactionProtocol() throws Exception {
        try (var broker = InProcessBroker.start(olderProtocol())) {
            assertThat(transactionVersion(broker)).isZero();
            assertThat(maxMessageBytes(broker)).isEqualTo("12345");
        }
    }

    @Test
    void theContainerTakesPropertiesAndAnOlderTransactionProtocol() throws Exception {
        try (var broker = containerOrSkip(olderProtocol())) {
            assertThat(transactionVersion(broker)).isZero();
            assertThat(maxMessageBytes(broker)).isEqualTo("12345");
        }
    }

    @Test
    void theSharedBrokerIsOneForAll() {
        assertThat(SharedBroker.get()).isSameAs(SharedBroker.get());
        assertThat(SharedBroker.get().description()).contains(KafkaBroker.VERSION);
    }

    /** Where containers cannot be had the in-process broker stands in for them in all other tests too. */
    private static KafkaBroker containerOrSkip(BrokerOptions options) {
        try {
            return ContainerBroker.start(options);
        } catch (IllegalStateException e) {
            return abort("no container: " + e.getMessage());
        }
    }

    private static BrokerOptions olderProtocol() {
        return BrokerOptions.defaults().withTransactionVersion(0).with("message.max.bytes", "12345");
    }

    private static String writesAnAbortedAndACommittedRecord(KafkaBroker broker) throws Exception {
        assertThat(transactionVersion(broker)).isEqualTo((short) 2);
        var topic = "t-" + UUID.randomUUID();
        broker.createTopics(Map.of(topic, 1));
        send(broker, topic, "aborted", false);
        send(broker, topic, "before", true);
        return topic;
    }

    private static void send(KafkaBroker broker, String topic, String value, boolean commit) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer-" + UUID.randomUUID());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, value)).get(30, TimeUnit.SECONDS);
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
        return new ProducerRecord<>(topic, value.getBytes(UTF_8));
    }

    private static List<String> read(KafkaBroker broker, String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (values.size() < count && !Thread.currentThread().isInterrupted()) {
                consumer.poll(Duration.ofSeconds(1)).forEach(each -> values.add(new String(each.value(), UTF_8)));
            }
        }
        return values;
    }

    private static short transactionVersion(KafkaBroker broker) throws Exception {
        try (var admin = broker.admin()) {
            var features = admin.describeFeatures()
                    .featureMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .finalizedFeatures();
            var version = features.get("transaction.version");
            return version == null ? 0 : version.maxVersionLevel();
        }
    }

    private static String maxMessageBytes(KafkaBroker broker) throws Exception {
        var topic = "t-" + UUID.randomUUID();
        broker.createTopics(Map.of(topic, 1));
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = broker.admin()) {
            var described = admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS);
            return described.get(resource).get("max.message.bytes").value();
        }
    }
}
