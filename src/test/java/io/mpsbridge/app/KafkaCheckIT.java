package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.check.Finding;
import io.mpsbridge.check.KafkaCheck;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.SharedBroker;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What keeps a bridge from publishing is found before it runs. */
class KafkaCheckIT {

    @Test
    void aTransactionalProducerCanBeOpenedOnAnOrdinaryBroker() throws InterruptedException {
        assertThat(transactions(SharedBroker.get()).severity()).isEqualTo(Finding.Severity.OK);
    }

    @Test
    void aTransactionTopicThatCannotBeMadeIsNamedWithItsReplicationFactor() throws InterruptedException {
        try (KafkaBroker broker =
                InProcessBroker.start(BrokerOptions.defaults().with("transaction.state.log.replication.factor", "3"))) {
            Finding finding = transactions(broker);

            assertThat(finding.severity()).isEqualTo(Finding.Severity.FAILED);
            assertThat(finding.message()).contains("__transaction_state", "transaction.state.log.replication.factor");
        }
    }

    @Test
    void aGroupWithoutOffsetsBesideAnswersIsAWarningWithTheCommandThatMendsIt() throws InterruptedException {
        try (BridgeRig rig = new BridgeRig(1)) {
            assertThat(finding(rig, "offsets ").severity()).isEqualTo(Finding.Severity.OK);

            rig.send(new ProducerRecord<>(rig.topics().completed(), null, new byte[] {1}));

            Finding finding = finding(rig, "offsets ");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.message()).contains("bridge.start=earliest");
            // A time of ours would skip whatever is older and has no answer yet.
            assertThat(finding.fix()).isNull();
        }
    }

    @Test
    void aGroupTopicThatCannotBeMadeIsNamedWithItsReplicationFactor() throws InterruptedException {
        try (KafkaBroker broker =
                        InProcessBroker.start(BrokerOptions.defaults().with("offsets.topic.replication.factor", "3"));
                BridgeRig rig = new BridgeRig(broker, 1, 20)) {
            Finding finding = finding(rig, "group ");

            assertThat(finding.severity()).isEqualTo(Finding.Severity.FAILED);
            assertThat(finding.message()).contains("__consumer_offsets", "offsets.topic.replication.factor");
        }
    }

    @Test
    void morePartitionsThanPermitsAreAWarningWhereReplicasShareTheQuota() throws InterruptedException {
        try (BridgeRig rig = new BridgeRig(3, 2)) {
            assertThat(warnings(rig)).isEmpty();

            assertThat(warnings(rig.with("bridge.replicas", "shared")))
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.message()).contains("has 3 partitions", "mps.rate-limit is 2"));
        }
    }

    private static List<Finding> warnings(BridgeRig rig) {
        try {
            return new KafkaCheck(rig.settings())
                    .findings().stream()
                            .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                            .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Finding finding(BridgeRig rig, String what) throws InterruptedException {
        return new KafkaCheck(rig.settings())
                .findings().stream()
                        .filter(finding -> finding.what().startsWith(what))
                        .findFirst()
                        .orElseThrow();
    }

    private static Finding transactions(KafkaBroker broker) throws InterruptedException {
        try (BridgeRig rig = new BridgeRig(broker, 1, 20)) {
            return finding(rig, "transactions");
        }
    }
}
