package io.mpsbridge.check;

import io.mpsbridge.check.Commands.Resource;
import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.offsets.OffsetMapCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;

/** Settings of the brokers that keep the bridge from joining its group, committing or publishing. */
final class BrokerSettingsCheck {

    private static final String WHAT = "broker settings";
    private static final String LONGEST_TRANSACTION = "transaction.max.timeout.ms";
    private static final String OFFSET_RETENTION = "offsets.retention.minutes";
    private static final String SHORTEST_SESSION = "group.min.session.timeout.ms";
    private static final String LONGEST_SESSION = "group.max.session.timeout.ms";
    private static final String GROUP_FEATURE = "group.version";

    /** A weekend without anybody who looks. */
    private static final Duration OUTAGE = Duration.ofDays(3);

    private final KafkaSettings settings;
    private final Commands commands;
    private final ClientConfigs configs;

    BrokerSettingsCheck(KafkaSettings settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
        this.configs = new ClientConfigs(settings);
    }

    List<Finding> findings(Admin admin) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (configs.classicSession().isEmpty()) {
            protocol(admin).ifPresent(findings::add);
        }
        Reply<Config> config = config(admin);
        if (config.answer().isEmpty()) {
            findings.add(unknown(config));
            return findings;
        }
        EntityConfig broker = new EntityConfig(config.answer().get());
        transaction(broker).ifPresent(findings::add);
        session(broker).ifPresent(findings::add);
        metadata(broker).ifPresent(findings::add);
        retention(broker).ifPresent(findings::add);
        return findings;
    }

    private static Reply<Config> config(Admin admin) throws InterruptedException {
        Collection<Node> nodes =
                Reply.of(admin.describeCluster().nodes()).answer().orElse(List.of());
        String any = nodes.stream().map(Node::idString).findFirst().orElse("");
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, any);
        return Reply.of(admin.describeConfigs(List.of(resource)).values(), resource);
    }

    private Finding unknown(Reply<Config> config) {
        String names = LONGEST_TRANSACTION + ", " + OFFSET_RETENTION + ", " + BrokerLimits.OFFSET_METADATA + " and "
                + SHORTEST_SESSION + " are not known: ";
        return config.failure().filter(KafkaFailure::isDenied).isPresent()
                ? Finding.note(WHAT, names + "that needs the right DESCRIBE_CONFIGS on the cluster")
                        .fixedBy(commands.grant(AclOperation.DESCRIBE_CONFIGS, Resource.cluster()))
                : Finding.note(WHAT, names + config.reason());
    }

    private Optional<Finding> transaction(EntityConfig broker) {
        long wanted = Long.parseLong(String.valueOf(configs.producer().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)));
        OptionalLong longest = broker.number(LONGEST_TRANSACTION);
        return longest.isEmpty() || longest.getAsLong() >= wanted
                ? Optional.empty()
                : Optional.of(Finding.bad(
                                WHAT,
                                LONGEST_TRANSACTION + " is " + longest.getAsLong()
                                        + ", the bridge's transaction.timeout.ms " + wanted
                                        + ": raise the brokers' value and restart them, or lower"
                                        + " kafka.producer.transaction.timeout.ms")
                        .fixedBy(Commands.export("kafka.producer.transaction.timeout.ms", longest.getAsLong())));
    }

    /** A group refuses members whose session is outside. */
    private Optional<Finding> session(EntityConfig broker) {
        Optional<Duration> session = configs.classicSession();
        if (session.isEmpty()) {
            return Optional.empty();
        }
        long millis = session.get().toMillis();
        long least = broker.number(SHORTEST_SESSION).orElse(0);
        long most = broker.number(LONGEST_SESSION).orElse(Long.MAX_VALUE);
        if (millis >= least && millis <= most) {
            return Optional.empty();
        }
        String limit = millis < least ? SHORTEST_SESSION + " is " + least : LONGEST_SESSION + " is " + most;
        return Optional.of(Finding.bad(
                        WHAT,
                        limit + ", the bridge's session.timeout.ms " + millis
                                + ": no group takes it as a member. Change the brokers' value and restart them, or"
                                + " kafka.consumer.session.timeout.ms")
                .fixedBy(Commands.export("kafka.consumer.session.timeout.ms", millis < least ? least : most)));
    }

    private Optional<Finding> metadata(EntityConfig broker) {
        OptionalLong takes = broker.number(BrokerLimits.OFFSET_METADATA);
        if (takes.isEmpty() || takes.getAsLong() >= settings.offsetMetadataLimit()) {
            return Optional.empty();
        }
        String text = BrokerLimits.OFFSET_METADATA + " is " + takes.getAsLong();
        return Optional.of(
                takes.getAsLong() < OffsetMapCodec.MIN_CHARS
                        ? Finding.bad(
                                WHAT,
                                text + "; the bridge needs at least " + OffsetMapCodec.MIN_CHARS
                                        + ", and a few thousand to work well: raise it and restart the brokers")
                        : Finding.warning(
                                WHAT,
                                text + ", less than bridge.offset-metadata-limit ("
                                        + settings.offsetMetadataLimit()
                                        + "): one task that takes long holds up its partition sooner. Raise it"
                                        + " and restart the brokers"));
    }

    private static Optional<Finding> retention(EntityConfig broker) {
        OptionalLong minutes = broker.number(OFFSET_RETENTION);
        return minutes.isEmpty() || minutes.getAsLong() >= OUTAGE.toMinutes()
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        WHAT,
                        OFFSET_RETENTION + " is " + minutes.getAsLong()
                                + ": after that long without a replica the group forgets what is answered. Raise it to "
                                + Duration.ofDays(7).toMinutes() + " and restart the brokers"));
    }

    /** {@code group.protocol=consumer} is a feature of the cluster, which may be off. */
    private Optional<Finding> protocol(Admin admin) throws InterruptedException {
        Reply<FeatureMetadata> features = Reply.of(admin.describeFeatures().featureMetadata());
        if (features.answer().isEmpty()) {
            return Optional.empty();
        }
        FinalizedVersionRange level =
                features.answer().get().finalizedFeatures().get(GROUP_FEATURE);
        return level != null && level.maxVersionLevel() > 0
                ? Optional.empty()
                : Optional.of(Finding.bad(
                                WHAT,
                                "kafka.consumer.group.protocol=consumer needs the feature " + GROUP_FEATURE
                                        + ", which this cluster does not have in force: turn it on, or leave the key"
                                        + " out")
                        .fixedBy(commands.raiseFeature(GROUP_FEATURE, 1)));
    }
}
