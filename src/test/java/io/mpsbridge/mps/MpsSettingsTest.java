package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.input.InvalidSettingException;
import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MpsSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "https://mps.intl.tencentcloudapi.com, https://mps.intl.tencentcloudapi.com",
        "HTTPS://MPS.Example/, https://mps.example",
        "https://mps.example:8443, https://mps.example:8443",
        "http://localhost:9000, http://localhost:9000",
        "http://mps.localhost, http://mps.localhost",
        "http://127.0.0.2:9000, http://127.0.0.2:9000",
        "http://[::1]:9000, http://[::1]:9000"
    })
    void endpointsAreKeptInTheFormThatIsSigned(String given, String kept) {
        assertThat(with(given, false).endpoint()).isEqualTo(URI.create(kept));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mps.example|write for instance https://mps.example",
                "mps.example:443|write for instance https://mps.example:443",
                "//mps.example|write for instance https://mps.example",
                "ftp://mps.example/x|write for instance https://mps.example",
                "localhost:9000|write for instance https://localhost:9000",
                "https://mps.example/api|write https://mps.example",
                "https://mps.example?a=b|write https://mps.example",
                "https://mps.example/#a|write https://mps.example",
                "https://user:geheim@mps.example|must not hold a user or password",
                "https://mps_sim:80|must have a host name",
                "https:///|must have a host name",
                "https://mps.example:0|a port from 1 to 65535",
                "https://mps.example:70000|a port from 1 to 65535",
                "http://mps.example:80|write https://mps.example:80, or set mps.allow-http=true",
                "http://127.0.0.1.example|mps.allow-http=true"
            })
    void endpointsThatCannotBeUsedSayWhatToWrite(String given, String advice) {
        assertThatThrownBy(() -> with(given, false))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("mps.endpoint ")
                .hasMessageContaining(advice)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void plainHttpIsForThoseWhoAllowIt() {
        assertThat(with("http://mps.example:80", true).endpoint()).isEqualTo(URI.create("http://mps.example:80"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0001S", "PT10M0.001S", "PT2562047788015215H"})
    void timeoutsAreBoundedUnderTheirKeys(String duration) {
        Duration wrong = Duration.parse(duration);
        Duration right = Duration.ofSeconds(1);
        URI endpoint = URI.create("https://mps.example");

        assertThatThrownBy(() -> new MpsSettings(
                        endpoint,
                        false,
                        null,
                        wrong,
                        right,
                        1,
                        MpsFixtures.PERMANENT,
                        ProxySettings.NONE,
                        TlsSettings.NONE))
                .hasMessageStartingWith("mps.connect-timeout must be ");
        assertThatThrownBy(() -> new MpsSettings(
                        endpoint,
                        false,
                        null,
                        right,
                        wrong,
                        1,
                        MpsFixtures.PERMANENT,
                        ProxySettings.NONE,
                        TlsSettings.NONE))
                .hasMessageStartingWith("mps.response-timeout must be ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ap singapore", "a\r\nb"})
    void aRegionIsAName(String region) {
        Duration right = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new MpsSettings(
                        URI.create("https://mps.example"),
                        false,
                        region,
                        right,
                        right,
                        1,
                        MpsFixtures.PERMANENT,
                        ProxySettings.NONE,
                        TlsSettings.NONE))
                .hasMessageStartingWith("mps.region must be ");
    }

    @Test
    void anIdAndAKeyComeTogetherAndEachOnce() {
        Path file = Path.of("/run/secrets/x");

        assertThatThrownBy(() -> new CredentialSettings("tencentcloud.", "id", null, null, null, null, null))
                .hasMessageStartingWith("tencentcloud.secret-key is missing");
        assertThatThrownBy(() -> new CredentialSettings("tencentcloud.", null, null, null, null, file, null))
                .hasMessageStartingWith("tencentcloud.secret-id is missing");
        assertThatThrownBy(() -> new CredentialSettings("tencentcloud.", null, null, "token", null, null, null))
                .hasMessageStartingWith("tencentcloud.secret-id is missing");
        assertThatThrownBy(
                        () -> new CredentialSettings("tencentcloud.", "id-value", "key-value", null, file, null, null))
                .hasMessageStartingWith("tencentcloud.secret-id is given both")
                .hasMessageNotContaining("-value");
        assertThat(new CredentialSettings("tencentcloud.", null, "key-value", null, file, null, null))
                .asString()
                .doesNotContain("key-value");
    }

    private static MpsSettings with(String endpoint, boolean allowHttp) {
        return new MpsSettings(
                URI.create(endpoint),
                allowHttp,
                null,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                20,
                MpsFixtures.PERMANENT,
                ProxySettings.NONE,
                TlsSettings.NONE);
    }
}
