package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.SharedBroker;
import org.junit.jupiter.api.Test;

/** What keeps a bridge from publishing is found before it runs. */
class KafkaCheckIT {

    @Test
    void aTransactionalProducerCanBeOpenedOnAnOrdinaryBroker() throws InterruptedException {
        assertThat(transactions(SharedBroker.get()).severity()).isEqualTo(Finding.Severity.OK);
    }

    @Test
    void aTimeoutBeyondTheBrokersIsNamedWithTheSettingsOnBothSides() throws InterruptedException {
        try (KafkaBroker broker =
                InProcessBroker.start(BrokerOptions.defaults().with("transaction.max.timeout.ms", "10000"))) {
            Finding finding = transactions(broker);

            assertThat(finding.severity()).isEqualTo(Finding.Severity.FAILED);
            assertThat(finding.detail())
                    .contains("transaction.max.timeout.ms", "15000", "kafka.producer.transaction.timeout.ms");
        }
    }

    @Test
    void aTransactionTopicThatCannotBeMadeIsNamedWithItsReplicationFactor() throws InterruptedException {
        try (KafkaBroker broker =
                InProcessBroker.start(BrokerOptions.defaults().with("transaction.state.log.replication.factor", "3"))) {
            Finding finding = transactions(broker);

            assertThat(finding.severity()).isEqualTo(Finding.Severity.FAILED);
            assertThat(finding.detail()).contains("__transaction_state", "transaction.state.log.replication.factor");
        }
    }

    private static Finding transactions(KafkaBroker broker) throws InterruptedException {
        try (BridgeRig rig = new BridgeRig(broker, 1, 20)) {
            return new KafkaCheck(rig.settings())
                    .findings().stream()
                            .filter(finding -> finding.what().equals("transactions"))
                            .findFirst()
                            .orElseThrow();
        }
    }
}
