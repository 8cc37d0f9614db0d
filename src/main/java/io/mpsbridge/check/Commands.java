package io.mpsbridge.check;

import io.mpsbridge.config.ConfigKey;
import io.mpsbridge.input.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The commands of Kafka's own tools that fix this cluster, as a shell takes them. Where clients have to log in, the
 * tools get {@code --command-config admin.properties}: an administrator's client settings, which the bridge's are not.
 */
final class Commands {

    private final String servers;
    private final String login;
    private final String principal;

    /** @param client settings of the bridge's admin client */
    Commands(Map<String, String> client) {
        this.servers = client.getOrDefault("bootstrap.servers", "");
        this.login = "PLAINTEXT".equalsIgnoreCase(client.getOrDefault("security.protocol", "PLAINTEXT"))
                ? ""
                : " --command-config admin.properties";
        this.principal = Principal.of(client);
    }

    /** What an ACL is about. */
    record Resource(String option, String name, boolean isPrefix) {
        static Resource topic(String name) {
            return new Resource("--topic", name, false);
        }

        static Resource group(String name) {
            return new Resource("--group", name, false);
        }

        /** All transactional ids that begin with this. */
        static Resource transactionalIds(String prefix) {
            return new Resource("--transactional-id", prefix, true);
        }

        static Resource cluster() {
            return new Resource("--cluster", "", false);
        }

        private String text() {
            return option
                    + (name.isEmpty() ? "" : " " + ShellWord.quoted(name))
                    + (isPrefix ? " --resource-pattern-type prefixed" : "");
        }
    }

    String servers() {
        return servers;
    }

    String grant(AclOperation operation, Resource resource) {
        return grant(operation, List.of(resource));
    }

    String grant(AclOperation operation, List<Resource> resources) {
        List<String> words = new ArrayList<>();
        resources.forEach(resource -> words.add(resource.text()));
        return tool("kafka-acls") + " --add --allow-principal " + ShellWord.quoted(principal) + " --operation "
                + name(operation) + " " + String.join(" ", words);
    }

    String createTopic(String topic) {
        return tool("kafka-topics") + " --create --topic " + ShellWord.quoted(topic) + " --partitions 12";
    }

    String alterTopic(String topic, String config, Object value) {
        return tool("kafka-configs") + " --alter --topic " + ShellWord.quoted(topic) + " --add-config " + config + "="
                + value;
    }

    String raiseFeature(String feature, int level) {
        return tool("kafka-features") + " upgrade --feature " + feature + "=" + level;
    }

    /** @param to such as {@code --to-offset 5} */
    String resetOffsets(String group, String topic, String to) {
        return tool("kafka-consumer-groups") + " --group " + ShellWord.quoted(group) + " --topic "
                + ShellWord.quoted(topic) + " --reset-offsets " + to + " --execute";
    }

    /** Sets one of the bridge's own properties, for what is started from this shell. */
    static String export(String property, Object value) {
        return "export " + ConfigKey.environmentName(property) + "=" + ShellWord.quoted(String.valueOf(value));
    }

    private String tool(String name) {
        return name + " --bootstrap-server " + ShellWord.quoted(servers) + login;
    }

    /** {@code DESCRIBE_CONFIGS} is {@code DescribeConfigs} to the tool. */
    private static String name(AclOperation operation) {
        StringBuilder name = new StringBuilder();
        for (String word : operation.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
