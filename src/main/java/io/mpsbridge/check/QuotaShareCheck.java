package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import java.util.Optional;

/** Whether each partition gets a request per second where the quota is divided by partitions. */
final class QuotaShareCheck {

    private final KafkaSettings settings;
    private final int permits;

    QuotaShareCheck(KafkaSettings settings, int permits) {
        this.settings = settings;
        this.permits = permits;
    }

    Optional<Finding> finding(int partitions) {
        return settings.replicas() != KafkaSettings.Replicas.SHARED || partitions <= permits
                ? Optional.empty()
                : Optional.of(Finding.warning(
                                "quota",
                                "is divided by partitions (bridge.replicas=shared): "
                                        + settings.topics().created() + " has " + partitions
                                        + " partitions, mps.rate-limit is " + permits
                                        + ". A replica whose share is less than one request per second reads nothing:"
                                        + " use bridge.replicas=standby or fewer partitions")
                        .fixedBy(Commands.export("bridge.replicas", "standby")));
    }
}
