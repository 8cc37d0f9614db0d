package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.KafkaSettings.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {
    @TempDir
    Path directory;

    @Test
    void aCommonKeyGoesToTheClientsThatKnowItAndASpecificOneLiesOverIt() {
        Clients clients = Loading.valid()
                .option("kafka.client.id", "all")
                .option("kafka.consumer.client.id", "one")
                .option("kafka.compression.type", "zstd")
                .option("kafka.admin.retries", "3")
                .settings()
                .kafka()
                .clients();

        assertThat(clients.consumer())
                .containsEntry("client.id", "one")
                .containsEntry("bootstrap.servers", "localhost:9092")
                .doesNotContainKeys("compression.type", "retries");
        assertThat(clients.producer())
                .containsEntry("client.id", "all")
                .containsEntry("compression.type", "zstd")
                .doesNotContainKey("retries");
        assertThat(clients.admin()).containsEntry("client.id", "all").containsEntry("retries", "3");
    }

    @ParameterizedTest
    @CsvSource({
        "group.id, bridge.group-id",
        "group.instance.id, bridge.instance-id",
        "transactional.id, bridge.instance-id",
        "auto.offset.reset, bridge.start",
        "enable.auto.commit, commits offsets",
        "isolation.level, committed",
        "key.serializer, bytes",
        "value.deserializer, bytes",
        "enable.idempotence, idempotent",
        "max.in.flight.requests.per.connection, idempotent",
    })
    void aKeyThatTheBridgeOwnsIsRefusedWithWhatToUseInstead(String key, String hint) {
        for (String prefix : new String[] {"kafka.", "kafka.consumer.", "kafka.producer."}) {
            assertThat(Loading.valid().option(prefix + key, "x").problem().message())
                    .startsWith(prefix + key + " is the bridge's own")
                    .contains(hint);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap-servers, kafka.bootstrap.servers",
        "kafka.consumer.max.poll.recods, kafka.consumer.max.poll.records",
        "kafka.ssl.keystroe.location, kafka.ssl.keystore.location",
        "kafka.consumer.linger.ms, kafka.linger.ms",
        "kafka.nonsense.altogether, ",
        "kafka.consumer., ",
        "kafka.client.id-file, ",
    })
    void aKeyThatNoClientKnowsIsRefusedWithASuggestion(String property, String suggestion) {
        Problem problem = Loading.valid().option(property, "hush").problem();

        assertThat(problem.key()).isEqualTo(property);
        assertThat(problem.suggestion()).isEqualTo(suggestion);
        assertThat(problem.toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.config.providers.file.class",
        "kafka.consumer.config.providers.file.param.allowed.paths",
        "kafka.sasl.some.login.module.setting",
        "kafka.metrics.context.tenant",
    })
    void aKeyOfAPlugInIsHandedOn(String property) {
        assertThat(Loading.valid()
                        .option(property, "x")
                        .settings()
                        .kafka()
                        .clients()
                        .consumer())
                .containsValue("x");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.producer.linger.ms, abc, Not a number",
        "kafka.consumer.fetch.min.bytes, -1, at least 0",
        "kafka.compression.type, zip, gzip",
        "kafka.sasl.login.class, no.such.Type, could not be found",
        "kafka.bootstrap.servers, localhost, host:port",
        "kafka.bootstrap.servers, 'localhost:9092,', host:port",
        "kafka.consumer.bootstrap.servers, other:9092, set kafka.bootstrap.servers",
        "kafka.producer.transaction.timeout.ms, 10, from 1000 to 900000",
        "kafka.producer.request.timeout.ms, 20000, delivery.timeout.ms is 10000",
        "kafka.producer.linger.ms, 6000, together",
        "kafka.admin.default.api.timeout.ms, 1000, request.timeout.ms (5000)",
        "kafka.acks, 1, must be all",
        "kafka.producer.retries, 0, at least 1",
        "kafka.session.timeout.ms, 2000, three heartbeats",
        "kafka.consumer.partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor, standby",
    })
    void aValueThatAClientWouldNotTakeIsRefused(String property, String value, String hint) {
        Problem problem = Loading.valid().option(property, value).problem();

        assertThat(problem.key()).isEqualTo(property);
        assertThat(problem.message()).startsWith(property).contains(hint);
    }

    @Test
    void aCommonValueThatSeveralClientsRefuseIsOneProblem() {
        assertThat(Loading.valid()
                        .option("kafka.request.timeout.ms", "x")
                        .problem()
                        .key())
                .isEqualTo("kafka.request.timeout.ms");
    }

    @Test
    void theConsumerProtocolLeavesSessionsAndAssignmentToTheBroker() {
        Loading loading = Loading.valid().option("kafka.consumer.group.protocol", "consumer");

        assertThat(loading.load().warnings()).extracting(Problem::key).containsExactly("bridge.replicas");
        assertThat(loading.option("bridge.replicas", "shared").load().warnings())
                .isEmpty();
        assertThat(loading.option("kafka.session.timeout.ms", "20000")
                        .option("kafka.consumer.heartbeat.interval.ms", "500")
                        .option(
                                "kafka.partition.assignment.strategy",
                                "org.apache.kafka.clients.consumer.RangeAssignor")
                        .problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "kafka.session.timeout.ms",
                        "kafka.consumer.heartbeat.interval.ms",
                        "kafka.partition.assignment.strategy");
    }

    @Test
    void aSecretIsReadFromAFileWithoutItsLastLineEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("jaas"), "hush \n\r\n");
        Loading loading = Loading.valid().env("KAFKA_SASL_JAAS_CONFIG_FILE", file.toString());

        assertThat(loading.settings().kafka().clients().consumer()).containsEntry("sasl.jaas.config", "hush \n");
        assertThat(loading.effective("kafka.sasl.jaas.config-file").shown()).isEqualTo(file.toString());
    }

    @Test
    void aSecretForOneClientCanComeFromAFileToo() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "hush\n");
        Clients clients = Loading.valid()
                .env("KAFKA_PRODUCER_SSL_KEY_PASSWORD_FILE", file.toString())
                .settings()
                .kafka()
                .clients();

        assertThat(clients.producer()).containsEntry("ssl.key.password", "hush");
        assertThat(clients.consumer()).doesNotContainKey("ssl.key.password");
    }

    @Test
    void aSecretsFileThatCannotBeReadIsNamed() {
        assertThat(Loading.valid()
                        .env("KAFKA_SSL_KEYSTORE_PASSWORD_FILE", "/no/such/file")
                        .problem()
                        .message())
                .contains("/no/such/file", "KAFKA_SSL_KEYSTORE_PASSWORD_FILE", "cannot be read");
    }

    @Test
    void aSecretAndItsFileCannotBothBeSet() {
        assertThat(Loading.valid()
                        .env("KAFKA_SSL_KEYSTORE_PASSWORD_FILE", "/no/such/file")
                        .option("kafka.ssl.keystore.password", "hush")
                        .problem()
                        .toString())
                .contains("cannot both be set")
                .doesNotContain("hush");
    }

    @Test
    void whatIsInForceNamesEveryPropertyOnce() {
        assertThat(Loading.valid()
                        .option("kafka.consumer.max.poll.records", "5")
                        .load()
                        .effective())
                .extracting(EffectiveProperty::key)
                .contains("kafka.bootstrap.servers", "kafka.consumer.max.poll.records")
                .doesNotHaveDuplicates();
    }
}
