package io.mpsbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.check.Finding.Severity;
import io.mpsbridge.config.ConfigKey;
import io.mpsbridge.config.Settings;
import io.mpsbridge.config.SettingsLoader;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.PrintedCommands;
import io.mpsbridge.testing.TestTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a broker with its authorizer on, each broken set-up is named, and what check prints mends it. */
class CheckIT {

    private static final String USER = "bridge";
    private static final String PASSWORD = "not-to-be-shown";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static InProcessBroker broker;
    private static Admin admin;

    private final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final TestTopics topics = new TestTopics(name);
    private final Map<String, String> given = new HashMap<>();
    private PrintedCommands commands;

    @BeforeAll
    static void start() {
        broker = InProcessBroker.start(BrokerOptions.defaults().withUser(USER, PASSWORD));
        admin = broker.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void configure() {
        commands = new PrintedCommands(admin, broker.saslServers());
        given.putAll(Map.of(
                "kafka.bootstrap.servers", broker.saslServers(),
                "kafka.security.protocol", "SASL_PLAINTEXT",
                "kafka.sasl.mechanism", "PLAIN",
                "kafka.sasl.jaas.config", login(PASSWORD),
                "bridge.group-id", name,
                "tencentcloud.secret-id", "id",
                "tencentcloud.secret-key", "key"));
        given.putAll(topics.properties());
    }

    @Test
    void everyMissingRightIsNamedWithTheCommandThatGrantsItAndAfterAllOfThemCheckPasses() throws Exception {
        List<Finding> first = findings();

        assertThat(first.toString()).doesNotContain(PASSWORD);
        assertThat(fixes(first))
                .contains(
                        acl("Read --topic " + topics.created()),
                        acl("Write --topic " + topics.completed()),
                        acl("Write --topic " + topics.failed()),
                        acl("Write --topic " + topics.deadLetter()),
                        acl("Read --group " + name),
                        acl("Write --transactional-id " + name + "- --resource-pattern-type prefixed"));
        run(first);
        List<Finding> second = findings();
        assertThat(bad(second)).hasSize(4).allMatch(finding -> finding.message().contains("does not exist"));
        run(second);
        List<Finding> third = awaitNone(Severity.FAILED);
        assertThat(third)
                .filteredOn(finding -> finding.severity() == Severity.NOTE)
                .extracting(Finding::what)
                .containsExactly("topic settings", "replicas");
        run(third);
        assertThat(findings())
                .allMatch(finding ->
                        finding.severity() == Severity.OK || finding.what().equals("replicas"));
    }

    @ParameterizedTest
    @CsvSource({
        "false, SASL_PLAINTEXT, 'speaks plain text without login, and kafka.security.protocol is SASL_PLAINTEXT: set"
                + " kafka.security.protocol=PLAINTEXT'",
        "false, SASL_SSL, 'kafka.security.protocol is SASL_SSL: set kafka.security.protocol=PLAINTEXT'",
        "false, SSL, 'kafka.security.protocol is SSL: set kafka.security.protocol=PLAINTEXT'",
        "true, PLAINTEXT, 'speaks plain text with login, and kafka.security.protocol is PLAINTEXT: set"
                + " kafka.security.protocol=SASL_PLAINTEXT, kafka.sasl.mechanism'",
        "true, SSL, 'kafka.security.protocol is SSL: set kafka.security.protocol=SASL_PLAINTEXT'",
        "true, SASL_SSL, 'kafka.security.protocol is SASL_SSL: set kafka.security.protocol=SASL_PLAINTEXT'",
    })
    void aProtocolOtherThanTheListenersIsNamedWithTheListeners(boolean login, String protocol, String told)
            throws InterruptedException {
        given.put("kafka.bootstrap.servers", login ? broker.saslServers() : broker.bootstrapServers());
        given.put("kafka.security.protocol", protocol);

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.message()).contains(told).doesNotContain("refuse the credentials");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka.bootstrap.servers                 | nope.invalid:9092 | no host name of kafka.bootstrap.servers resolves
            kafka.sasl.jaas.config                  | broken            | kafka.sasl.jaas.config must be one line
            kafka.consumer.ssl.truststore.location  | /no/such/file     | (kafka.consumer.*) are refused
            kafka.producer.ssl.truststore.location  | /no/such/file     | (kafka.producer.*) are refused
            """)
    void settingsThatAClientRefusesAreAFindingAmongOthers(String key, String value, String told)
            throws InterruptedException {
        given.put(key, value);
        if (key.contains(".ssl.")) {
            given.put(key.replace("ssl.truststore.location", "security.protocol"), "SASL_SSL");
        }

        assertThat(bad(findings()))
                .anySatisfy(finding -> assertThat(finding.message()).contains(told));
    }

    @ParameterizedTest
    @CsvSource({
        "TOPIC,            -created,   READ,  topic",
        "TOPIC,            -completed, WRITE, topic",
        "TOPIC,            -failed,    WRITE, topic",
        "TOPIC,            -dlt,       WRITE, topic",
        "GROUP,            '',         READ,  group",
        "TRANSACTIONAL_ID, -,          WRITE, transactions",
    })
    void eachRightAloneIsNamedAndGranted(ResourceType type, String suffix, AclOperation right, String what)
            throws Exception {
        setUp();
        admin.deleteAcls(List.of(new AclBindingFilter(
                        new ResourcePatternFilter(type, name + suffix, PatternType.ANY),
                        new AccessControlEntryFilter(null, null, right, AclPermissionType.ALLOW))))
                .all()
                .get(10, TimeUnit.SECONDS);

        List<Finding> found = bad(findings());

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.what()).startsWith(what);
            assertThat(finding.message()).contains("no right to", right.name());
        });
        run(found);
        assertThat(bad(findings())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-created,   cleanup.policy=compact,    WARNING, is compacted",
        "-dlt,       cleanup.policy=compact,    WARNING, is compacted",
        "-created,   retention.ms=3600000,      WARNING, bridge.max-task-age",
        "-created,   retention.bytes=1000000,   WARNING, retention.bytes",
        "-completed, max.message.bytes=100000,  WARNING, outcome-too-large",
        "-failed,    max.message.bytes=10000,   WARNING, an answer may need",
        "-dlt,       max.message.bytes=100000,  WARNING, are cut",
        "-dlt,       max.message.bytes=1000,    FAILED,  stands still",
        "-completed, min.insync.replicas=2,     FAILED,  nothing can be published there",
        "-created,   min.insync.replicas=2,     WARNING, acks=all",
    })
    void aTopicsSettingThatHurtsIsNamedAndMended(String suffix, String setting, Severity severity, String words)
            throws Exception {
        setUp();
        set(name + suffix, setting);

        List<Finding> found = awaitAny(severity);

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo("topic " + name + suffix);
            assertThat(finding.message()).contains(words);
        });
        run(found);
        awaitNone(severity);
    }

    @Test
    void aTopicOfHintsThatIsMissingIsOnlyAWarning() throws Exception {
        setUp();
        given.put("bridge.topics.hints", name + "-hints");
        run(List.of(Finding.note("", "").fixedBy(acl("Describe --topic " + name + "-hints"))));

        List<Finding> found = worse(findings());

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("does not exist", "works without hints");
        });
        run(found);
        List<Finding> denied = awaitAny(Severity.WARNING);
        assertThat(fixes(denied)).containsExactly(acl("Read --topic " + name + "-hints"));
        run(denied);
        awaitNone(Severity.WARNING);
    }

    @Test
    void aGroupOfAnotherApplicationIsNamedAndOneOfItsOwnIsOffered() throws Exception {
        setUp();
        try (KafkaConsumer<byte[], byte[]> other = member(Map.of("client.id", "billing"))) {
            other.subscribe(List.of(topics.completed()));
            awaitAssignment(other);

            List<Finding> found = bad(findings());

            assertThat(found).extracting(Finding::message).anyMatch(text -> text.contains("(billing) divide"));
            assertThat(found).extracting(Finding::message).anyMatch(text -> text.contains("read " + name));
            run(found);
            assertThat(settings().kafka().groupId()).isEqualTo(name + "-mps");
        }
    }

    @Test
    void aLiveReplicaWithTheSameIdIsToldAndNotFenced() throws Exception {
        setUp();
        try (KafkaConsumer<byte[], byte[]> live = member(Map.of(
                "group.instance.id", "replica-1",
                "partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"))) {
            live.subscribe(List.of(topics.created()));
            awaitAssignment(live);

            List<Finding> found = findings();

            assertThat(worse(found)).isEmpty();
            assertThat(found)
                    .anyMatch(finding -> finding.message().contains("has the instance id replica-1, on this machine"))
                    .anyMatch(finding -> finding.message().contains("tried with the id " + name + "-replica-1-check"));
        }
    }

    @Test
    void metadataThatHoldsAPartitionIsFoundBeforeTheBridgeRuns() throws Exception {
        setUp();
        admin.alterConsumerGroupOffsets(
                        name, Map.of(new TopicPartition(topics.created(), 0), new OffsetAndMetadata(0, "mpsb:broken")))
                .all()
                .get(10, TimeUnit.SECONDS);

        List<Finding> found = bad(findings());

        assertThat(found)
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("partition 0 is held", "cannot be trusted"));
        run(found);
        assertThat(bad(findings())).isEmpty();
    }

    @Test
    void credentialsThatAreRefusedAreNotTakenForAnOutage() throws Exception {
        given.put("kafka.sasl.jaas.config", login("wrong"));

        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("refuse the credentials (kafka.sasl.*", "Authentication failed")
                        .doesNotContain("wrong"));
    }

    @Test
    void settingsOfTheBrokersThatKeepTheBridgeOutAreNamedWithTheSettingThatGivesWay() throws Exception {
        try (InProcessBroker strict = InProcessBroker.start(BrokerOptions.defaults()
                        .with("transaction.max.timeout.ms", "12000")
                        .with("offsets.retention.minutes", "60")
                        .with("offset.metadata.max.bytes", "40")
                        .with("group.max.session.timeout.ms", "10000"));
                Admin its = strict.admin()) {
            topics.create(strict, 1, 1);
            given.keySet().removeIf(key -> key.startsWith("kafka.s"));
            given.put("kafka.bootstrap.servers", strict.bootstrapServers());
            commands = new PrintedCommands(its, strict.bootstrapServers());

            List<Finding> found = worse(findings());

            assertThat(found)
                    .extracting(Finding::message)
                    .anyMatch(text -> text.contains("transaction.max.timeout.ms is 12000"))
                    .anyMatch(text -> text.contains("offsets.retention.minutes is 60"))
                    .anyMatch(text -> text.contains("offset.metadata.max.bytes is 40"))
                    .anyMatch(text -> text.contains("group.max.session.timeout.ms is 10000"));
            run(found);
            assertThat(worse(findings()))
                    .extracting(Finding::message)
                    .hasSize(2)
                    .noneMatch(text -> text.contains("timeout.ms"));

            given.put("kafka.consumer.group.protocol", "consumer");
            commands.environment().clear();
            its.updateFeatures(
                            Map.of(
                                    "group.version",
                                    new org.apache.kafka.clients.admin.FeatureUpdate(
                                            (short) 0,
                                            org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                            new org.apache.kafka.clients.admin.UpdateFeaturesOptions())
                    .all()
                    .get(10, TimeUnit.SECONDS);
            List<Finding> protocol = bad(findings()).stream()
                    .filter(finding -> finding.message().contains("group.version"))
                    .toList();
            assertThat(protocol).hasSize(1);
            run(protocol);
            assertThat(findings()).noneMatch(finding -> finding.message().contains("group.version"));
        }
    }

    private static String login(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                + password + "\";";
    }

    /** What the printed commands make of a bare cluster. */
    private void setUp() throws Exception {
        topics.create(broker, 1, 1);
        for (String granted : List.of(
                "Read --topic " + topics.created(),
                "Write --topic " + topics.completed(),
                "Write --topic " + topics.failed(),
                "Write --topic " + topics.deadLetter(),
                "Read --group " + name,
                "Write --transactional-id " + name + "- --resource-pattern-type prefixed",
                "DescribeConfigs --cluster",
                "DescribeConfigs --topic " + topics.created() + " --topic " + topics.completed() + " --topic "
                        + topics.failed() + " --topic " + topics.deadLetter(),
                // Left by what outputs need, so that one lost right is not two.
                "Describe --topic " + topics.created() + " --topic " + topics.completed() + " --topic "
                        + topics.failed() + " --topic " + topics.deadLetter())) {
            commands.run(acl(granted));
        }
        assertThat(worse(findings())).isEmpty();
    }

    private String acl(String rest) {
        return "kafka-acls --bootstrap-server " + broker.saslServers()
                + " --command-config admin.properties --add --allow-principal User:" + USER + " --operation " + rest;
    }

    private static void set(String topic, String setting) throws Exception {
        String[] pair = setting.split("=", 2);
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(pair[0], pair[1]), AlterConfigOp.OpType.SET))))
                .all()
                .get(10, TimeUnit.SECONDS);
    }

    /** A member of the group that may do everything. */
    private KafkaConsumer<byte[], byte[]> member(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("bootstrap.servers", broker.bootstrapServers());
        config.put("group.id", name);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void awaitAssignment(KafkaConsumer<?, ?> consumer) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (consumer.assignment().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            consumer.poll(Duration.ofMillis(50));
        }
    }

    private Settings settings() {
        return new SettingsLoader(() -> "replica-1")
                .load(given(), commands.environment(), null)
                .settings();
    }

    /** What is exported wins over what the test gave. */
    private Map<String, String> given() {
        Map<String, String> left = new HashMap<>(given);
        left.keySet().removeIf(key -> commands.environment().containsKey(ConfigKey.environmentName(key)));
        return left;
    }

    private List<Finding> findings() throws InterruptedException {
        return new KafkaCheck(settings()).findings();
    }

    private void run(List<Finding> findings) {
        fixes(findings).forEach(commands::run);
    }

    private static List<String> fixes(List<Finding> findings) {
        List<String> fixes = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.fix() != null) {
                fixes.add(finding.fix());
            }
        }
        return fixes;
    }

    private static List<Finding> bad(List<Finding> findings) {
        return of(findings, Severity.FAILED);
    }

    private static List<Finding> worse(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity().compareTo(Severity.NOTE) > 0)
                .toList();
    }

    private static List<Finding> of(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** A broker tells what it had before for a moment. */
    private List<Finding> awaitAny(Severity severity) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        List<Finding> found = of(findings(), severity);
        while (found.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            found = of(findings(), severity);
        }
        return found;
    }

    private List<Finding> awaitNone(Severity severity) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        List<Finding> all = findings();
        while (!of(all, severity).isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            all = findings();
        }
        assertThat(of(all, severity)).isEmpty();
        return all;
    }
}
