package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mpsbridge.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir
    Path directory;

    @Test
    void theCommandLineGoesBeforeTheEnvironmentTheFileAndTheDefault() throws IOException {
        Path file = write("a.properties", "bridge.group-id=file\nbridge.start=latest\nmps.rate-limit=3\n");
        Loading loading = Loading.valid()
                .file(file)
                .env("BRIDGE_GROUP_ID", "environment")
                .env("MPS_RATE_LIMIT", "4")
                .option("bridge.group-id", "option");

        Settings settings = loading.settings();

        assertThat(settings.kafka().groupId()).isEqualTo("option");
        assertThat(settings.accounts().get(0).limit(TaskKind.IMAGE).permitsPerSecond())
                .isEqualTo(4);
        assertThat(settings.kafka().start()).hasToString("LATEST");
        assertThat(loading.effective("bridge.group-id").origin().source()).isEqualTo(ValueOrigin.Source.COMMAND_LINE);
        assertThat(loading.effective("bridge.start").origin())
                .isEqualTo(new ValueOrigin(ValueOrigin.Source.FILE, file.toString()));
    }

    @Test
    void nothingConfiguredIsExplainedToANewcomer() {
        assertThatThrownBy(() -> Loading.nothing().load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("kafka.bootstrap.servers is required: set KAFKA_BOOTSTRAP_SERVERS=host:port, or "
                        + "kafka.bootstrap.servers in the file given with --config");
    }

    @Test
    void topicsThatDoNotFitEachOtherHideNoOtherMistake() {
        Loading loading = Loading.nothing()
                .option("kafka.bootstrap.servers", "localhost:9092")
                .option("bridge.topics.created", "task-completed")
                .option("bridge.replicas", "many")
                .option("bridge.start", "soon");

        assertThat(loading.problems()).extracting(Problem::key).contains("bridge.replicas", "bridge.start");
    }

    @Test
    void everyMistakeIsReportedAtOnceWithItsKeyValueAndOrigin() throws IOException {
        Loading loading = Loading.nothing()
                .file(write("a.yaml", """
                        bridge:
                          task-timeout: 10
                          topics: {created: a b, failed: same, completed: same}
                          max-in-flight: 0
                          offset-metadata-limit: 1
                          grup-id: x
                        poll: {min-interval: 0s, backoff-factor: 0.5}
                        """))
                .env("MPS_RATE_LIMIT", "many")
                .env("BRIDGE_MAX_IN_FLIGHT_BYTES", "256MB")
                .env("KAFKA_GROUP_ID", "mine")
                .option("poll.policy", "adaptve")
                .option("admin.port", "70000")
                .option("mps.endpoint", "http://mps.example.com")
                .option("kafka.consumer.max.poll.records", "-1");

        assertThat(loading.problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "kafka.bootstrap.servers",
                        "kafka.group.id",
                        "kafka.consumer.max.poll.records",
                        "bridge.grup-id",
                        "bridge.topics.created",
                        "bridge.topics.failed",
                        "bridge.max-in-flight",
                        "bridge.max-in-flight-bytes",
                        "bridge.offset-metadata-limit",
                        "bridge.task-timeout",
                        "mps.rate-limit",
                        "mps.endpoint",
                        "poll.policy",
                        "poll.min-interval",
                        "poll.backoff-factor",
                        "admin.port");
        assertThat(loading.problems())
                .allSatisfy(problem -> assertThat(problem.message()).contains(problem.key()));
        assertThat(loading.problems())
                .extracting(Problem::toString)
                .contains(
                        "bridge.max-in-flight-bytes must be a size in B, KiB, MiB or GiB, such as 256MiB, is '256MB'"
                                + " (environment BRIDGE_MAX_IN_FLIGHT_BYTES); did you mean"
                                + " bridge.max-in-flight-bytes=256MiB?",
                        "poll.policy must be adaptive or backoff, is 'adaptve' (command line --poll.policy);"
                                + " did you mean poll.policy=adaptive?",
                        "admin.port must be from 0 to 65535, is '70000' (command line --admin.port)");
    }

    @Test
    void anUnknownKeyOfTheFileOrTheCommandLineIsAProblemWithASuggestion() throws IOException {
        Path file = write("a.properties", "bridge.topics.create=x\ncompletely.different=1\n");

        assertThat(Loading.valid()
                        .file(file)
                        .option("pol.policy", "adaptive")
                        .option("group.id", "x")
                        .problems())
                .extracting(Problem::key, Problem::suggestion)
                .containsExactlyInAnyOrder(
                        tuple("bridge.topics.create", "bridge.topics.created"),
                        tuple("completely.different", null),
                        tuple("pol.policy", "poll.policy"),
                        tuple("group.id", "kafka.group.id"));
    }

    @Test
    void twoTopicsOfOneNameAreRefused() {
        assertThat(Loading.valid()
                        .option("bridge.topics.failed", "task-created")
                        .problem())
                .hasToString("bridge.topics.failed must differ from bridge.topics.created, is 'task-created'"
                        + " (command line --bridge.topics.failed)");
    }

    @Test
    void theLongestIntervalIsNotShorterThanTheShortest() {
        assertThat(Loading.valid()
                        .env("POLL_MIN_INTERVAL", "2s")
                        .env("POLL_MAX_INTERVAL", "1s")
                        .problem()
                        .key())
                .isEqualTo("poll.max-interval");
    }

    @Test
    void plainHttpIsForLoopbackUnlessItIsAllowed() {
        Loading loading = Loading.valid().env("MPS_ENDPOINT", "http://mps.example.com");

        assertThat(loading.problem().key()).isEqualTo("mps.endpoint");
        assertThat(loading.env("MPS_ALLOW_HTTP", "true").settings().mps().endpoint())
                .hasToString("http://mps.example.com");
    }

    @Test
    void aSecretGivenTwiceIsRefused() {
        Loading loading = Loading.valid()
                .env("TENCENTCLOUD_SECRET_ID", "id")
                .env("TENCENTCLOUD_SECRET_KEY", "hush")
                .env("TENCENTCLOUD_SECRET_KEY_FILE", "/run/key");

        assertThat(loading.problem().key()).isEqualTo("tencentcloud.secret-key");
        assertThat(loading.problem().toString()).doesNotContain("hush");
    }

    @Test
    void noCredentialsAtAllAreNoMistake() {
        assertThat(Loading.valid().problems()).isEmpty();
    }

    @Test
    void aHostWithoutANameHasToBeGivenOne() {
        SettingsLoader loader = new SettingsLoader(() -> "");

        assertThatThrownBy(() -> loader.load(Map.of("kafka.bootstrap.servers", "a:1"), Map.of(), null))
                .hasMessageStartingWith("bridge.instance-id is required: set BRIDGE_INSTANCE_ID=");
    }

    @Test
    void namesOfGroupsAndInstancesAreVisibleAscii() {
        assertThat(Loading.valid()
                        .option("bridge.group-id", "gr\u00fcn")
                        .option("bridge.instance-id", "a b")
                        .problems())
                .extracting(Problem::key)
                .containsExactly("bridge.group-id", "bridge.instance-id");
    }

    @Test
    void anEmptyValueIsRefusedWhereOneIsNeededAndNoneWhereItIsNot() {
        assertThat(Loading.valid().option("bridge.group-id", " ").problem().message())
                .isEqualTo("bridge.group-id must not be empty (command line --bridge.group-id)");
        assertThat(Loading.valid().option("mps.region", "").settings().mps().region())
                .isNull();
    }

    @Test
    void secretsAreMaskedInWhatIsInForce() throws IOException {
        Path file = write("a.properties", """
                tencentcloud.secret-id=hush1
                tencentcloud.secret-key=hush2
                tencentcloud.token=hush3
                kafka.sasl.jaas.config=hush4
                kafka.ssl.keystore.password=hush5
                kafka.config.providers.vault.param.token=hush6
                kafka.sasl.oauthbearer.token.endpoint.url=https://user:hush7@example.com/token
                """);

        assertThat(Loading.valid().file(file).load().effective())
                .extracting(EffectiveProperty::shown)
                .noneMatch(shown -> shown.contains("hush"))
                .contains("https://****@example.com/token");
        assertThat(Loading.valid().file(file).load().settings().toString()).doesNotContain("hush");
    }

    @Test
    void aUserOrAPasswordInTheEndpointIsNotRepeated() {
        Problem problem = Loading.valid()
                .env("MPS_ENDPOINT", "https://user:hush@mps.example.com")
                .problem();

        assertThat(problem.toString() + problem.value())
                .contains("mps.endpoint must not hold")
                .doesNotContain("hush");
    }

    @Test
    void whatLooksLikeAReferenceStaysAsItIs() {
        Settings settings = Loading.valid()
                .option("kafka.ssl.keystore.password", "${file:/a:b}")
                .option("tencentcloud.secret-id", "$${x}\\,")
                .option("tencentcloud.secret-key", "k")
                .settings();

        assertThat(settings.kafka().clients().consumer()).containsEntry("ssl.keystore.password", "${file:/a:b}");
        assertThat(settings.mps().credentials().secretId()).isEqualTo("$${x}\\,");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
