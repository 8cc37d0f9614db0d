package io.mpsbridge.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Does what the commands say that the bridge prints: those of Kafka's tools, with an administrator's client, and
 * {@code export}, which sets a variable here. Anything else in them is an error.
 */
public final class PrintedCommands {
    private static final Map<String, ResourceType> RESOURCES = Map.of(
            "--topic", ResourceType.TOPIC,
            "--group", ResourceType.GROUP,
            "--transactional-id", ResourceType.TRANSACTIONAL_ID,
            "--cluster", ResourceType.CLUSTER);
    /** Options without a value. */
    private static final List<String> FLAGS =
            List.of("--add", "--create", "--alter", "--reset-offsets", "--execute", "--cluster", "upgrade");

    private final Admin admin;
    private final String servers;
    private final Map<String, String> environment = new HashMap<>();

    /** @param servers what the commands must name */
    public PrintedCommands(Admin admin, String servers) {
        this.admin = admin;
        this.servers = servers;
    }

    /** What was exported. */
    public Map<String, String> environment() {
        return environment;
    }

    public void run(String command) {
        List<String> words = words(command);
        if (words.get(0).equals("export")) {
            String[] pair = words.get(1).split("=", 2);
            environment.put(pair[0], pair[1]);
            return;
        }
        Map<String, List<String>> options = options(words.subList(1, words.size()));
        if (!only(options, "--bootstrap-server").equals(servers)) {
            throw new IllegalArgumentException("another cluster: " + command);
        }
        options.remove("--command-config");
        try {
            run(words.get(0), options);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("unknown options " + options + ": " + command);
        }
    }

    private void run(String tool, Map<String, List<String>> options)
            throws ExecutionException, TimeoutException, InterruptedException {
        switch (tool) {
            case "kafka-acls" -> await(admin.createAcls(acls(options)).all());
            case "kafka-topics" -> {
                options.remove("--create");
                var topic = only(options, "--topic");
                var partitions = Integer.parseInt(only(options, "--partitions"));
                await(admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                        .all());
            }
            case "kafka-configs" -> {
                options.remove("--alter");
                var topic = new ConfigResource(ConfigResource.Type.TOPIC, only(options, "--topic"));
                var pair = only(options, "--add-config").split("=", 2);
                var set = new AlterConfigOp(new ConfigEntry(pair[0], pair[1]), AlterConfigOp.OpType.SET);
                await(admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all());
            }
            case "kafka-consumer-groups" -> {
                options.remove("--reset-offsets");
                options.remove("--execute");
                var partition = only(options, "--topic").split(":", 2);
                var offset = new OffsetAndMetadata(Long.parseLong(only(options, "--to-offset")));
                await(admin.alterConsumerGroupOffsets(
                                only(options, "--group"),
                                Map.of(new TopicPartition(partition[0], Integer.parseInt(partition[1])), offset))
                        .all());
            }
            case "kafka-features" -> {
                options.remove("upgrade");
                var pair = only(options, "--feature").split("=", 2);
                var update = new FeatureUpdate(Short.parseShort(pair[1]), FeatureUpdate.UpgradeType.UPGRADE);
                await(admin.updateFeatures(Map.of(pair[0], update), new UpdateFeaturesOptions())
                        .all());
            }
            default -> throw new IllegalArgumentException("no tool " + tool);
        }
    }

    private static Collection<AclBinding> acls(Map<String, List<String>> options) {
        options.remove("--add");
        var pattern = Optional.ofNullable(options.remove("--resource-pattern-type"))
                .map(names -> PatternType.fromString(names.get(0).toUpperCase(java.util.Locale.ROOT)))
                .orElse(PatternType.LITERAL);
        var operation = AclOperation.fromString(only(options, "--operation").replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
        var entry = new AccessControlEntry(only(options, "--allow-principal"), "*", operation, AclPermissionType.ALLOW);
        var bindings = new ArrayList<AclBinding>();
        RESOURCES.forEach((option, type) -> Optional.ofNullable(options.remove(option))
                .ifPresent(names -> names.forEach(name -> bindings.add(new AclBinding(
                        new ResourcePattern(type, name.isEmpty() ? "kafka-cluster" : name, pattern), entry)))));
        return bindings;
    }

    private static String only(Map<String, List<String>> options, String name) {
        var values = options.remove(name);
        if (values == null || values.size() != 1) {
            throw new IllegalArgumentException(name + " " + values);
        }
        return values.get(0);
    }

    private static Map<String, List<String>> options(List<String> words) {
        Map<String, List<String>> options = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            var name = words.get(i);
            var value = FLAGS.contains(name) ? "" : words.get(++i);
            options.computeIfAbsent(name, added -> new ArrayList<>()).add(value);
        }
        return options;
    }

    /** As a shell splits a line of plain words and ones in single quotes. */
    static List<String> words(String command) {
        var words = new ArrayList<String>();
        var matcher = Pattern.compile("(?:[^\\s'\\\\]|'[^']*'|\\\\.)+").matcher(command);
        while (matcher.find()) {
            words.add(matcher.group().replaceAll("'([^']*)'", "$1").replaceAll("\\\\(.)", "$1"));
        }
        return words;
    }

    private static void await(KafkaFuture<?> done) throws ExecutionException, TimeoutException, InterruptedException {
        done.get(30, TimeUnit.SECONDS);
    }
}
