package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

    @ParameterizedTest
    @CsvSource({
        "BRIDGE_GRUP_ID, BRIDGE_GROUP_ID",
        "bridge_group_id, BRIDGE_GROUP_ID",
        "POLL_MININTERVAL, POLL_MIN_INTERVAL",
        "KAFKA_BOOTSTRAP_SERVER, KAFKA_BOOTSTRAP_SERVERS",
        "KAFKA_CONSUMER_MAX_POLL_RECORD, KAFKA_CONSUMER_MAX_POLL_RECORDS",
        "TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRET_ID",
        "ADMIN_PASSWORD, ",
        "MPS_ACOUNTS_BRAND_A_SECRET_ID, MPS_ACCOUNTS_BRAND_A_SECRET_ID",
        "MPS_ACOUNTS_BRAND_A_NONSENSE, ",
    })
    void anUnknownNameWithOurPrefixIsAWarningWithoutItsValue(String variable, String suggestion) {
        List<Problem> warnings = Loading.valid().env(variable, "hush").load().warnings();

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.key()).isEqualTo(variable);
            assertThat(warning.suggestion()).isEqualTo(suggestion);
            assertThat(warning.toString()).contains(variable).doesNotContain("hush");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "KAFKA_PORT, tcp://10.0.0.1:9092",
        "KAFKA_PORT_9092_TCP, tcp://10.0.0.1:9092",
        "KAFKA_PORT_9092_TCP_PROTO, tcp",
        "KAFKA_PORT_9092_TCP_PORT, 9092",
        "KAFKA_PORT_9092_TCP_ADDR, 10.0.0.1",
        "KAFKA_SERVICE_HOST, 10.0.0.1",
        "KAFKA_SERVICE_PORT, 9092",
        "KAFKA_SERVICE_PORT_CLIENT, 9092",
        "MPS_PORT, tcp://10.0.0.1:80",
        "MPS_BRIDGE_SERVICE_HOST, 10.0.0.1",
        "ADMIN_PORT, tcp://10.0.0.1:8080",
        "KAFKA_HOME, /opt/kafka",
        "KAFKA_OPTS, -Dx",
        "KAFKA_HEAP_OPTS, -Xmx1g",
        "KAFKA_LOG4J_OPTS, -Dx",
        "KAFKA_JMX_PORT, 9999",
        "TENCENTCLOUD_SECURITY_TOKEN, t",
        "TENCENTCLOUD_PROFILE, default",
        "TENCENTCLOUD_REGION, ap-singapore",
        "TKE_REGION, ap-singapore",
        "PATH, /bin",
        "BRIDGE_GROUP_ID, ''",
    })
    void whatOthersPutThereIsLeftAlone(String variable, String value) {
        Configuration loaded = Loading.valid().env(variable, value).load();

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.settings()).isEqualTo(Loading.valid().settings());
    }

    @Test
    void anAdminPortThatIsNoServiceAddressIsReadAndRefusedAsUsual() {
        assertThat(Loading.valid().env("ADMIN_PORT", "9000").settings().admin().port())
                .isEqualTo(9000);
        assertThat(Loading.valid().env("ADMIN_PORT", "http").problem().key()).isEqualTo("admin.port");
    }

    @Test
    void clientKeysAreFoundByTheirOwnNames() {
        var clients = Loading.valid()
                .env("KAFKA_CONSUMER_MAX_POLL_RECORDS", "10")
                .env("KAFKA_SSL_KEYSTORE_LOCATION", "/k")
                .env("KAFKA_LINGER_MS", "3")
                .env("KAFKA_CONFIG_PROVIDERS", "file")
                .env("KAFKA_CONFIG_PROVIDERS_FILE_CLASS", "org.apache.kafka.common.config.provider.FileConfigProvider")
                .settings()
                .kafka()
                .clients();

        assertThat(clients.consumer())
                .containsEntry("max.poll.records", "10")
                .containsEntry("ssl.keystore.location", "/k")
                .containsEntry("config.providers", "file")
                .containsEntry(
                        "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider")
                .doesNotContainKey("linger.ms");
        assertThat(clients.producer()).containsEntry("linger.ms", "3").doesNotContainKey("max.poll.records");
    }
}
