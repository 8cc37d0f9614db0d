package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.KafkaSettings.Replicas;
import io.mpsbridge.clients.KafkaSettings.Start;
import io.mpsbridge.poll.PollSettings.Policy;
import io.mpsbridge.task.TaskKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract's table, key by key. */
class EveryKeyTest {

    /** Their defaults depend on the machine or on another key. */
    private static final Set<String> DEPENDENT =
            Set.of("bridge.instance-id", "mps.rate-limit.video", "mps.rate-limit.audio");
    /**
     * A row of the contract.
     *
     * @param written a value other than the default, as a user writes it
     * @param alongside further options that the value needs
     */
    record Row(
            String property,
            String variable,
            Object byDefault,
            String written,
            Object read,
            Function<Settings, Object> component,
            Map<String, String> alongside) {
        @Override
        public String toString() {
            return property;
        }
    }

    static final List<Row> ROWS = List.of(
            row(
                    "bridge.group-id",
                    "BRIDGE_GROUP_ID",
                    "mps-bridge",
                    "other",
                    "other",
                    s -> s.kafka().groupId()),
            row(
                    "bridge.instance-id",
                    "BRIDGE_INSTANCE_ID",
                    Loading.HOST,
                    "b-1",
                    "b-1",
                    s -> s.kafka().instanceId()),
            row(
                    "bridge.replicas",
                    "BRIDGE_REPLICAS",
                    Replicas.STANDBY,
                    "shared",
                    Replicas.SHARED,
                    s -> s.kafka().replicas()),
            row(
                    "bridge.start",
                    "BRIDGE_START",
                    Start.EARLIEST,
                    "latest",
                    Start.LATEST,
                    s -> s.kafka().start()),
            row(
                    "bridge.topics.created",
                    "BRIDGE_TOPICS_CREATED",
                    "task-created",
                    "a",
                    "a",
                    s -> s.kafka().topics().created()),
            row(
                    "bridge.topics.completed",
                    "BRIDGE_TOPICS_COMPLETED",
                    "task-completed",
                    "a",
                    "a",
                    s -> s.kafka().topics().completed()),
            row(
                    "bridge.topics.failed",
                    "BRIDGE_TOPICS_FAILED",
                    "task-failed",
                    "a",
                    "a",
                    s -> s.kafka().topics().failed()),
            row(
                    "bridge.topics.dead-letter",
                    "BRIDGE_TOPICS_DEAD_LETTER",
                    "task-created-dlt",
                    "a",
                    "a",
                    s -> s.kafka().topics().deadLetter()),
            row(
                    "bridge.topics.hints",
                    "BRIDGE_TOPICS_HINTS",
                    null,
                    "a",
                    "a",
                    s -> s.kafka().topics().hints()),
            row(
                    "bridge.max-in-flight",
                    "BRIDGE_MAX_IN_FLIGHT",
                    100_000,
                    "7",
                    7,
                    s -> s.kafka().maxInFlight()),
            row(
                    "bridge.max-in-flight-bytes",
                    "BRIDGE_MAX_IN_FLIGHT_BYTES",
                    268_435_456L,
                    "64KiB",
                    65_536L,
                    s -> s.kafka().maxInFlightBytes()),
            row(
                    "bridge.offset-metadata-limit",
                    "BRIDGE_OFFSET_METADATA_LIMIT",
                    4096,
                    "8192",
                    8192,
                    s -> s.kafka().offsetMetadataLimit()),
            row(
                    "bridge.task-timeout",
                    "BRIDGE_TASK_TIMEOUT",
                    Duration.ofHours(2),
                    "30m",
                    Duration.ofMinutes(30),
                    s -> s.pipeline().taskTimeout()),
            row(
                    "bridge.max-task-age",
                    "BRIDGE_MAX_TASK_AGE",
                    Duration.ofDays(7),
                    "P3D",
                    Duration.ofDays(3),
                    s -> s.pipeline().maxTaskAge()),
            row(
                    "bridge.not-found-grace",
                    "BRIDGE_NOT_FOUND_GRACE",
                    Duration.ofSeconds(60),
                    "0s",
                    Duration.ZERO,
                    s -> s.pipeline().notFoundGrace()),
            row(
                    "mps.endpoint",
                    "MPS_ENDPOINT",
                    URI.create("https://mps.intl.tencentcloudapi.com"),
                    "http://localhost:8600",
                    URI.create("http://localhost:8600"),
                    s -> s.mps().endpoint()),
            row(
                    "mps.allow-http",
                    "MPS_ALLOW_HTTP",
                    false,
                    "true",
                    true,
                    s -> s.mps().allowHttp()),
            row(
                    "mps.region",
                    "MPS_REGION",
                    null,
                    "ap-singapore",
                    "ap-singapore",
                    s -> s.mps().region()),
            row(
                    "mps.rate-limit",
                    "MPS_RATE_LIMIT",
                    20,
                    "5",
                    5,
                    s -> s.accounts().get(0).limit(TaskKind.IMAGE).permitsPerSecond()),
            row(
                    "mps.rate-limit.video",
                    "MPS_RATE_LIMIT_VIDEO",
                    20,
                    "5",
                    5,
                    s -> s.accounts().get(0).limit(TaskKind.VIDEO).permitsPerSecond()),
            row(
                    "mps.rate-limit.audio",
                    "MPS_RATE_LIMIT_AUDIO",
                    20,
                    "5",
                    5,
                    s -> s.accounts().get(0).limit(TaskKind.AUDIO).permitsPerSecond()),
            row(
                    "mps.response-timeout",
                    "MPS_RESPONSE_TIMEOUT",
                    Duration.ofSeconds(10),
                    "1500ms",
                    Duration.ofMillis(1500),
                    s -> s.mps().responseTimeout()),
            row(
                    "mps.connect-timeout",
                    "MPS_CONNECT_TIMEOUT",
                    Duration.ofSeconds(3),
                    "1s",
                    Duration.ofSeconds(1),
                    s -> s.mps().connectTimeout()),
            row(
                    "mps.proxy.url",
                    "MPS_PROXY_URL",
                    null,
                    "http://proxy:3128",
                    "http://proxy:3128",
                    s -> s.mps().proxy().url()),
            new Row(
                    "mps.proxy.user",
                    "MPS_PROXY_USER",
                    null,
                    "u",
                    "u",
                    s -> s.mps().proxy().user(),
                    Map.of("mps.proxy.url", "http://proxy:3128", "mps.proxy.password", "p")),
            new Row(
                    "mps.proxy.password",
                    "MPS_PROXY_PASSWORD",
                    null,
                    "p",
                    "p",
                    s -> s.mps().proxy().password(),
                    Map.of("mps.proxy.url", "http://u@proxy:3128")),
            new Row(
                    "mps.proxy.password-file",
                    "MPS_PROXY_PASSWORD_FILE",
                    null,
                    "/run/p",
                    Path.of("/run/p"),
                    s -> s.mps().proxy().passwordFile(),
                    Map.of("mps.proxy.url", "http://u@proxy:3128")),
            row(
                    "mps.proxy.no-proxy",
                    "MPS_PROXY_NO_PROXY",
                    List.of(),
                    ".a.example, 10.0.0.0/8",
                    List.of(".a.example", "10.0.0.0/8"),
                    s -> s.mps().proxy().noProxy()),
            row(
                    "mps.tls.trust",
                    "MPS_TLS_TRUST",
                    List.of(),
                    "/a.pem, /b.pem",
                    List.of(Path.of("/a.pem"), Path.of("/b.pem")),
                    s -> s.mps().tls().trust()),
            new Row(
                    "mps.tls.trust-only",
                    "MPS_TLS_TRUST_ONLY",
                    false,
                    "true",
                    true,
                    s -> s.mps().tls().trustOnly(),
                    Map.of("mps.tls.trust", "/a.pem")),
            new Row(
                    "mps.tls.certificate",
                    "MPS_TLS_CERTIFICATE",
                    null,
                    "/c.pem",
                    Path.of("/c.pem"),
                    s -> s.mps().tls().certificate(),
                    Map.of("mps.tls.key", "/k.pem")),
            new Row(
                    "mps.tls.key",
                    "MPS_TLS_KEY",
                    null,
                    "/k.pem",
                    Path.of("/k.pem"),
                    s -> s.mps().tls().key(),
                    Map.of("mps.tls.certificate", "/c.pem")),
            new Row(
                    "mps.tls.key-password",
                    "MPS_TLS_KEY_PASSWORD",
                    null,
                    "p",
                    "p",
                    s -> s.mps().tls().keyPassword(),
                    Map.of("mps.tls.certificate", "/c.pem", "mps.tls.key", "/k.pem")),
            new Row(
                    "mps.tls.key-password-file",
                    "MPS_TLS_KEY_PASSWORD_FILE",
                    null,
                    "/p",
                    Path.of("/p"),
                    s -> s.mps().tls().keyPasswordFile(),
                    Map.of("mps.tls.certificate", "/c.pem", "mps.tls.key", "/k.pem")),
            row(
                    "poll.policy",
                    "POLL_POLICY",
                    Policy.ADAPTIVE,
                    "BackOff",
                    Policy.BACKOFF,
                    s -> s.poll().policy()),
            row(
                    "poll.min-interval",
                    "POLL_MIN_INTERVAL",
                    Duration.ofSeconds(1),
                    "250ms",
                    Duration.ofMillis(250),
                    s -> s.poll().minInterval()),
            row(
                    "poll.max-interval",
                    "POLL_MAX_INTERVAL",
                    Duration.ofSeconds(60),
                    "2m",
                    Duration.ofMinutes(2),
                    s -> s.poll().maxInterval()),
            row(
                    "poll.backoff-factor",
                    "POLL_BACKOFF_FACTOR",
                    1.6,
                    "2",
                    2.0,
                    s -> s.poll().backoffFactor()),
            row(
                    "admin.host",
                    "ADMIN_HOST",
                    "127.0.0.1",
                    "0.0.0.0",
                    "0.0.0.0",
                    s -> s.admin().host()),
            row("admin.port", "ADMIN_PORT", 8080, "0", 0, s -> s.admin().port()),
            new Row(
                    "tencentcloud.secret-id",
                    "TENCENTCLOUD_SECRET_ID",
                    null,
                    "id",
                    "id",
                    s -> s.mps().credentials().secretId(),
                    Map.of("tencentcloud.secret-key", "k")),
            new Row(
                    "tencentcloud.secret-id-file",
                    "TENCENTCLOUD_SECRET_ID_FILE",
                    null,
                    "/run/id",
                    Path.of("/run/id"),
                    s -> s.mps().credentials().secretIdFile(),
                    Map.of("tencentcloud.secret-key", "k")),
            new Row(
                    "tencentcloud.secret-key",
                    "TENCENTCLOUD_SECRET_KEY",
                    null,
                    "k",
                    "k",
                    s -> s.mps().credentials().secretKey(),
                    Map.of("tencentcloud.secret-id", "i")),
            new Row(
                    "tencentcloud.secret-key-file",
                    "TENCENTCLOUD_SECRET_KEY_FILE",
                    null,
                    "/run/key",
                    Path.of("/run/key"),
                    s -> s.mps().credentials().secretKeyFile(),
                    Map.of("tencentcloud.secret-id", "i")),
            new Row(
                    "tencentcloud.token",
                    "TENCENTCLOUD_TOKEN",
                    null,
                    "t",
                    "t",
                    s -> s.mps().credentials().token(),
                    Map.of("tencentcloud.secret-id", "i", "tencentcloud.secret-key", "k")),
            new Row(
                    "tencentcloud.token-file",
                    "TENCENTCLOUD_TOKEN_FILE",
                    null,
                    "/run/token",
                    Path.of("/run/token"),
                    s -> s.mps().credentials().tokenFile(),
                    Map.of("tencentcloud.secret-id", "i", "tencentcloud.secret-key", "k")));

    @TempDir
    Path directory;

    private static Row row(
            String property,
            String variable,
            Object byDefault,
            String written,
            Object read,
            Function<Settings, Object> component) {
        return new Row(property, variable, byDefault, written, read, component, Map.of());
    }

    static Stream<Row> rows() {
        return ROWS.stream();
    }

    @Test
    void theListOfKeysIsThatOfTheContract() {
        assertThat(ConfigKeys.all())
                .extracting(ConfigKey::name)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("kafka.bootstrap.servers"), rows().map(Row::property))
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKeyThatIsNotSetHasItsDefault(Row row) {
        assertThat(row.component.apply(Loading.valid().settings())).isEqualTo(row.byDefault);
        assertThat(Loading.valid().effective(row.property).origin()).hasToString("default");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKeyIsReadFromTheCommandLine(Row row) {
        Loading loading = loading(row).option(row.property, row.written);

        assertThat(row.component.apply(loading.settings())).isEqualTo(row.read);
        assertThat(loading.effective(row.property).origin()).hasToString("command line --" + row.property);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKeyIsReadFromTheEnvironment(Row row) {
        Loading loading = loading(row).env(row.variable, row.written);

        assertThat(row.component.apply(loading.settings())).isEqualTo(row.read);
        assertThat(loading.effective(row.property).origin()).hasToString("environment " + row.variable);
        assertThat(loading.load().warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKeyIsReadFromAPropertiesFileAndFromYaml(Row row) throws IOException {
        Path properties = Files.writeString(directory.resolve("a.properties"), row.property + " = " + row.written);
        Path yaml = Files.writeString(directory.resolve("a.yaml"), nested(row.property) + " '" + row.written + "'\n");

        assertThat(List.of(properties, yaml)).allSatisfy(file -> {
            Loading loading = loading(row).file(file);
            assertThat(row.component.apply(loading.settings())).isEqualTo(row.read);
            assertThat(loading.effective(row.property).origin()).hasToString("file " + file);
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theListOfKeysNamesOptionVariableAndDefault(Row row) {
        ConfigKey key = ConfigKeys.named(row.property).orElseThrow();

        assertThat(key.option()).isEqualTo("--" + row.property);
        assertThat(key.environmentName()).isEqualTo(row.variable);
        assertThat(key.description()).endsWith(".");
        assertThat(key.defaultValue() == null)
                .isEqualTo(
                        row.byDefault == null || row.byDefault.equals(List.of()) || DEPENDENT.contains(row.property));
        assertThat(key.secret())
                .isEqualTo(row.property.matches(
                        "tencentcloud\\.(secret-id|secret-key|token)|mps\\.(proxy\\.|tls\\.key-)password"));
    }

    /** {@code a.b.c} as YAML's a: b: c: on lines of their own. */
    private static String nested(String property) {
        StringBuilder yaml = new StringBuilder();
        String indent = "\n";
        for (String part : List.of(property.split("\\.", -1))) {
            yaml.append(indent).append(part).append(':');
            indent += "  ";
        }
        return yaml.toString();
    }

    private static Loading loading(Row row) {
        Loading loading = Loading.valid();
        row.alongside.forEach(loading::option);
        return loading;
    }
}
