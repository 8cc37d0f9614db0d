package io.mpsbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.check.Commands.Resource;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Printed commands can be pasted into a shell as they are. */
class CommandsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mps-bridge     | mps-bridge",
                "a$(reboot)     | 'a$(reboot)'",
                "it's;rm        | 'it'\\''s;rm'",
                "*              | '*'",
                "`x`            | '`x`'",
            })
    void whateverAShellWouldReadIsQuoted(String group, String shown) {
        assertThat(new Commands(Map.of("bootstrap.servers", "a:1,b:2")).grant(AclOperation.READ, Resource.group(group)))
                .isEqualTo("kafka-acls --bootstrap-server a:1,b:2 --add --allow-principal User:ANONYMOUS"
                        + " --operation Read --group " + shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PLAIN         | x.PlainLoginModule required username=\"bridge\" password=\"hush\";       | User:bridge",
                "SCRAM-SHA-512 | x.ScramLoginModule required password='hush' username='br idge';         | 'User:br idge'",
                "SCRAM-SHA-256 | x.ScramLoginModule required username=\"id\" password=\"hush\" tokenauth=true; | 'User:<name of the principal of these credentials>'",
                "PLAIN         | x.Own required user=\"bridge\";                                        | 'User:<name of the principal of these credentials>'",
                "OAUTHBEARER   | x.OAuthBearerLoginModule required clientSecret=\"hush\";               | 'User:<subject of the token>'",
                "GSSAPI        | x.Krb5LoginModule required principal=\"bridge/host@REALM\";            | 'User:<first part of the Kerberos principal>'",
            })
    void thePrincipalIsTakenFromTheLoginWhereItStandsThere(String mechanism, String jaas, String shown) {
        Commands commands = new Commands(Map.of(
                "bootstrap.servers",
                "a:1",
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                jaas));

        assertThat(commands.grant(AclOperation.DESCRIBE_CONFIGS, Resource.cluster()))
                .isEqualTo("kafka-acls --bootstrap-server a:1 --command-config admin.properties --add"
                        + " --allow-principal " + shown + " --operation DescribeConfigs --cluster")
                .doesNotContain("hush");
    }

    @Test
    void aClientCertificateHasASubjectThatTheBrokersMayMap() {
        assertThat(Principal.of(Map.of("security.protocol", "SSL"))).isEqualTo("User:ANONYMOUS");
        assertThat(Principal.of(Map.of("security.protocol", "ssl", "ssl.keystore.location", "/k")))
                .startsWith("User:<subject of the client certificate");
    }

    @Test
    void aSettingOfOursIsExportedUnderItsVariable() {
        assertThat(Commands.export("bridge.group-id", "a b")).isEqualTo("export BRIDGE_GROUP_ID='a b'");
    }
}
