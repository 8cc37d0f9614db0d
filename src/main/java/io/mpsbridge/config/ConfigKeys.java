package io.mpsbridge.config;

import io.mpsbridge.mps.ProxySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every property of the bridge itself. Besides these, {@code kafka.*} goes to the Kafka clients. */
public final class ConfigKeys {
    public static final ConfigKey BOOTSTRAP_SERVERS =
            required("kafka.bootstrap.servers", "Kafka's brokers to begin with, host:port[,host:port...].");

    public static final ConfigKey GROUP_ID =
            key("bridge.group-id", ConfigKey.Type.TEXT, "mps-bridge", "Consumer group.");
    public static final ConfigKey INSTANCE_ID =
            required("bridge.instance-id", "Name of this replica, stable over restarts; the host's name by default.");
    public static final ConfigKey REPLICAS = key(
            "bridge.replicas",
            ConfigKey.Type.CHOICE,
            "standby",
            "standby: one replica does the work, the others take over; shared: they divide it.");
    public static final ConfigKey START = key(
            "bridge.start",
            ConfigKey.Type.CHOICE,
            "earliest",
            "Where a group without committed offsets begins: earliest or latest.");
    public static final ConfigKey TOPIC_CREATED =
            key("bridge.topics.created", ConfigKey.Type.TEXT, "task-created", "Topic of the tasks to watch.");
    public static final ConfigKey TOPIC_COMPLETED = key(
            "bridge.topics.completed",
            ConfigKey.Type.TEXT,
            "task-completed",
            "Topic of the tasks that ended with results.");
    public static final ConfigKey TOPIC_FAILED =
            key("bridge.topics.failed", ConfigKey.Type.TEXT, "task-failed", "Topic of the tasks that ended without.");
    public static final ConfigKey TOPIC_DEAD_LETTER = key(
            "bridge.topics.dead-letter",
            ConfigKey.Type.TEXT,
            "task-created-dlt",
            "Topic of the records that cannot be answered.");
    public static final ConfigKey TOPIC_HINTS = optional(
            "bridge.topics.hints",
            ConfigKey.Type.TEXT,
            "Topic of hints that tasks may have ended, which are then asked about soon.");
    public static final ConfigKey MAX_IN_FLIGHT =
            key("bridge.max-in-flight", ConfigKey.Type.INTEGER, "100000", "Tasks held at once.");
    public static final ConfigKey MAX_IN_FLIGHT_BYTES =
            key("bridge.max-in-flight-bytes", ConfigKey.Type.SIZE, "256MiB", "Bytes of their events held at once.");
    public static final ConfigKey OFFSET_METADATA_LIMIT = key(
            "bridge.offset-metadata-limit",
            ConfigKey.Type.INTEGER,
            "4096",
            "Characters of commit metadata, where the broker's offset.metadata.max.bytes cannot be read.");
    public static final ConfigKey TASK_TIMEOUT =
            key("bridge.task-timeout", ConfigKey.Type.DURATION, "2h", "Deadline of a task whose event names none.");
    public static final ConfigKey MAX_TASK_AGE = key(
            "bridge.max-task-age",
            ConfigKey.Type.DURATION,
            "7d",
            "Older tasks are answered RESULT_EXPIRED without a call.");
    public static final ConfigKey NOT_FOUND_GRACE = key(
            "bridge.not-found-grace",
            ConfigKey.Type.DURATION,
            "60s",
            "How long a task may be unknown to MPS before it fails.");

    public static final ConfigKey ENDPOINT =
            key("mps.endpoint", ConfigKey.Type.URI, "https://mps.intl.tencentcloudapi.com", "Where MPS answers.");
    public static final ConfigKey ALLOW_HTTP = key(
            "mps.allow-http",
            ConfigKey.Type.FLAG,
            "false",
            "Whether the endpoint may be http:// elsewhere than on loopback.");
    public static final ConfigKey REGION = optional("mps.region", ConfigKey.Type.TEXT, "Sent as X-TC-Region.");
    public static final ConfigKey RATE_LIMIT = key(
            "mps.rate-limit",
            ConfigKey.Type.INTEGER,
            "20",
            "Requests per second and kind of task, for the whole group.");
    public static final ConfigKey RATE_LIMIT_VIDEO =
            optional("mps.rate-limit.video", ConfigKey.Type.INTEGER, "The same for videos; else mps.rate-limit.");
    public static final ConfigKey RATE_LIMIT_AUDIO =
            optional("mps.rate-limit.audio", ConfigKey.Type.INTEGER, "The same for audio; else mps.rate-limit.");
    public static final ConfigKey RESPONSE_TIMEOUT =
            key("mps.response-timeout", ConfigKey.Type.DURATION, "10s", "How long an answer may take.");
    public static final ConfigKey CONNECT_TIMEOUT =
            key("mps.connect-timeout", ConfigKey.Type.DURATION, "3s", "How long a connection may take.");
    public static final ConfigKey PROXY_URL = optional(
            ProxySettings.URL,
            ConfigKey.Type.URI,
            "Proxy on the way to MPS, such as http://proxy:3128; else HTTPS_PROXY or ALL_PROXY.");
    public static final ConfigKey PROXY_USER = optional("mps.proxy.user", ConfigKey.Type.TEXT, "User of the proxy.");
    public static final ConfigKey PROXY_PASSWORD = secret("mps.proxy.password", "Password of the proxy.");
    public static final ConfigKey PROXY_PASSWORD_FILE =
            optional("mps.proxy.password-file", ConfigKey.Type.FILE, "File that holds it, read again when it changes.");
    public static final ConfigKey NO_PROXY = optional(
            ProxySettings.NO_PROXY,
            ConfigKey.Type.TEXT,
            "Hosts that are reached without it, as curl's NO_PROXY lists them.");
    public static final ConfigKey TLS_TRUST = optional(
            "mps.tls.trust",
            ConfigKey.Type.FILE,
            "PEM files of authorities to trust besides those of Java, separated by commas.");
    public static final ConfigKey TLS_TRUST_ONLY =
            key("mps.tls.trust-only", ConfigKey.Type.FLAG, "false", "Whether to trust these alone.");
    public static final ConfigKey TLS_CERTIFICATE = optional(
            "mps.tls.certificate", ConfigKey.Type.FILE, "PEM file of the bridge's own certificate and its chain.");
    public static final ConfigKey TLS_KEY =
            optional("mps.tls.key", ConfigKey.Type.FILE, "PEM file of the certificate's private key.");
    public static final ConfigKey TLS_KEY_PASSWORD = secret("mps.tls.key-password", "Password of an encrypted key.");
    public static final ConfigKey TLS_KEY_PASSWORD_FILE =
            optional("mps.tls.key-password-file", ConfigKey.Type.FILE, "File that holds it.");

    public static final ConfigKey POLICY =
            key("poll.policy", ConfigKey.Type.CHOICE, "adaptive", "When tasks are asked about: adaptive or backoff.");
    public static final ConfigKey MIN_INTERVAL =
            key("poll.min-interval", ConfigKey.Type.DURATION, "1s", "No task is asked about more often.");
    public static final ConfigKey MAX_INTERVAL = key(
            "poll.max-interval",
            ConfigKey.Type.DURATION,
            "60s",
            "Longest pause between two polls of a task (backoff).");
    public static final ConfigKey BACKOFF_FACTOR = key(
            "poll.backoff-factor",
            ConfigKey.Type.DECIMAL,
            "1.6",
            "By what the pause grows from poll to poll (backoff).");

    public static final ConfigKey ADMIN_HOST =
            key("admin.host", ConfigKey.Type.TEXT, "127.0.0.1", "Address that the admin port listens on.");
    public static final ConfigKey ADMIN_PORT =
            key("admin.port", ConfigKey.Type.INTEGER, "8080", "Admin port; 0: any free one.");

    public static final ConfigKey SECRET_ID =
            secret("tencentcloud.secret-id", "Id of the API key; without one the vendor's profile file is read.");
    public static final ConfigKey SECRET_ID_FILE = optional(
            "tencentcloud.secret-id-file", ConfigKey.Type.FILE, "File that holds it, read again when it changes.");
    public static final ConfigKey SECRET_KEY = secret("tencentcloud.secret-key", "The API key.");
    public static final ConfigKey SECRET_KEY_FILE = optional(
            "tencentcloud.secret-key-file", ConfigKey.Type.FILE, "File that holds it, read again when it changes.");
    public static final ConfigKey TOKEN = secret("tencentcloud.token", "Token of temporary credentials.");
    public static final ConfigKey TOKEN_FILE =
            optional("tencentcloud.token-file", ConfigKey.Type.FILE, "File that holds it, read again when it changes.");

    private static final List<ConfigKey> ALL = List.of(
            BOOTSTRAP_SERVERS,
            GROUP_ID,
            INSTANCE_ID,
            REPLICAS,
            START,
            TOPIC_CREATED,
            TOPIC_COMPLETED,
            TOPIC_FAILED,
            TOPIC_DEAD_LETTER,
            TOPIC_HINTS,
            MAX_IN_FLIGHT,
            MAX_IN_FLIGHT_BYTES,
            OFFSET_METADATA_LIMIT,
            TASK_TIMEOUT,
            MAX_TASK_AGE,
            NOT_FOUND_GRACE,
            ENDPOINT,
            ALLOW_HTTP,
            REGION,
            RATE_LIMIT,
            RATE_LIMIT_VIDEO,
            RATE_LIMIT_AUDIO,
            RESPONSE_TIMEOUT,
            CONNECT_TIMEOUT,
            PROXY_URL,
            PROXY_USER,
            PROXY_PASSWORD,
            PROXY_PASSWORD_FILE,
            NO_PROXY,
            TLS_TRUST,
            TLS_TRUST_ONLY,
            TLS_CERTIFICATE,
            TLS_KEY,
            TLS_KEY_PASSWORD,
            TLS_KEY_PASSWORD_FILE,
            POLICY,
            MIN_INTERVAL,
            MAX_INTERVAL,
            BACKOFF_FACTOR,
            ADMIN_HOST,
            ADMIN_PORT,
            SECRET_ID,
            SECRET_ID_FILE,
            SECRET_KEY,
            SECRET_KEY_FILE,
            TOKEN,
            TOKEN_FILE);

    private static final Map<String, ConfigKey> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ConfigKey::name, Function.identity()));
    private static final Map<String, ConfigKey> BY_ENVIRONMENT_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ConfigKey::environmentName, Function.identity()));

    private ConfigKeys() {}

    /** All of them, in the order in which they are documented. */
    public static List<ConfigKey> all() {
        return ALL;
    }

    static Optional<ConfigKey> named(String property) {
        return Optional.ofNullable(BY_NAME.get(property))
                .or(() -> AccountKey.of(property).map(AccountKey::key));
    }

    static Optional<ConfigKey> inEnvironment(String variable) {
        return Optional.ofNullable(BY_ENVIRONMENT_NAME.get(variable));
    }

    private static ConfigKey key(String name, ConfigKey.Type type, String defaultValue, String description) {
        return new ConfigKey(name, type, defaultValue, false, description);
    }

    private static ConfigKey required(String name, String description) {
        return new ConfigKey(name, ConfigKey.Type.TEXT, null, false, description);
    }

    private static ConfigKey optional(String name, ConfigKey.Type type, String description) {
        return new ConfigKey(name, type, null, false, description);
    }

    private static ConfigKey secret(String name, String description) {
        return new ConfigKey(name, ConfigKey.Type.TEXT, null, true, description);
    }
}
