package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.BrokerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** How long a member's session is decides how long its lease may be. */
class BrokerLimitsIT {

    @Test
    void theSessionIsTheGroupsOwnElseTheBrokersElseACautiousGuess() {
        try (LoopRig rig = new LoopRig(Protocol.CONSUMER, 1)) {
            BrokerLimits limits =
                    new BrokerLimits(rig.admin(), rig.settings("a", rig.broker().bootstrapServers()), System::nanoTime);
            assertThat(limits.consumerSession()).isEqualTo(Duration.ofSeconds(15));

            limits.refresh();
            assertThat(limits.consumerSession()).isEqualTo(Duration.ofSeconds(45));

            LoopRig.get(rig.admin()
                    .incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, rig.group()),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("consumer.session.timeout.ms", "50000"),
                                    AlterConfigOp.OpType.SET))))
                    .all());
            LoopRig.await(
                    () -> {
                        limits.refresh();
                        return limits.consumerSession().equals(Duration.ofSeconds(50));
                    },
                    "the group's own session is known");
        }
    }
}
