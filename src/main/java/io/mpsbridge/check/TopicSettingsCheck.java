package io.mpsbridge.check;

import io.mpsbridge.check.Commands.Resource;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.limit.LimitSettings;
import io.mpsbridge.task.TaskKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;

/** Settings of topics under which events, answers or dead letters are lost, refused or kept back. */
final class TopicSettingsCheck {

    private final KafkaSettings.Topics topics;
    private final Commands commands;
    private final RetentionCheck retention;
    private final RecordSizeCheck sizes;
    private final ReplicaCheck replicas;
    private final QuotaShareCheck shares;

    TopicSettingsCheck(Settings settings, Commands commands) {
        this.topics = settings.kafka().topics();
        this.commands = commands;
        LimitSettings limit = settings.accounts().get(0).limit(TaskKind.IMAGE);
        this.retention = new RetentionCheck(topics, settings.pipeline().maxTaskAge(), commands);
        this.sizes = new RecordSizeCheck(topics, commands);
        this.replicas = new ReplicaCheck(topics, commands);
        this.shares = new QuotaShareCheck(settings.kafka(), limit.permitsPerSecond());
    }

    List<Finding> findings(Admin admin, TopicCheck.Found found) throws InterruptedException {
        Map<String, TopicDescription> descriptions = found.descriptions();
        List<Finding> findings = new ArrayList<>();
        Map<String, EntityConfig> configs = new LinkedHashMap<>();
        List<String> denied = new ArrayList<>();
        for (String topic : descriptions.keySet()) {
            Reply<Config> config = config(admin, topic);
            config.answer().ifPresent(known -> configs.put(topic, new EntityConfig(known)));
            if (config.failure().filter(KafkaFailure::isDenied).isPresent()) {
                denied.add(topic);
            }
        }
        if (!denied.isEmpty()) {
            findings.add(unknown(denied));
        }
        TopicDescription created = descriptions.get(topics.created());
        if (created != null) {
            shares.finding(created.partitions().size()).ifPresent(findings::add);
        }
        findings.addAll(replicas.findings(descriptions, configs, nodes(admin)));
        findings.addAll(retention.findings(configs));
        findings.addAll(sizes.findings(configs));
        return findings;
    }

    private static int nodes(Admin admin) throws InterruptedException {
        return Reply.of(admin.describeCluster().nodes())
                .answer()
                .map(java.util.Collection::size)
                .orElse(0);
    }

    private static Reply<Config> config(Admin admin, String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Reply.of(admin.describeConfigs(List.of(resource)).values(), resource);
    }

    private Finding unknown(List<String> denied) {
        return Finding.note(
                        "topic settings",
                        "cleanup.policy, retention, max.message.bytes and min.insync.replicas of "
                                + String.join(", ", denied)
                                + " are not known: that needs the right DESCRIBE_CONFIGS. Without it the bridge assumes"
                                + " Kafka's defaults")
                .fixedBy(commands.grant(
                        AclOperation.DESCRIBE_CONFIGS,
                        denied.stream().map(Resource::topic).toList()));
    }
}
