package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.input.InvalidSettingException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    private static final URI MPS = URI.create("https://mps.intl.tencentcloudapi.com");

    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, http://proxy:3128",
        "proxy.example:3128, http://proxy.example:3128",
        "HTTPS://Proxy:443/, https://Proxy:443",
        "socks5h://[2001:db8::1]:1080, socks5://[2001:db8::1]:1080",
        "http://user:pa:ss%40@10.0.0.1:8080, http://10.0.0.1:8080",
        "http://us@er:p@ss@proxy:3128, http://proxy:3128",
    })
    void aUrlIsReadAndShownWithoutUserAndPassword(String url, String shown) {
        assertThat(ProxyAddress.parse(url).shown()).isEqualTo(shown);
        assertThat(MpsFixtures.proxy(url).toString()).contains(shown);
    }

    @Test
    void userAndPasswordAreUnescaped() {
        ProxySettings settings = MpsFixtures.proxy("http://a%20b:c%2Fd+e:@proxy:1");

        assertThat(settings.effectiveUser()).isEqualTo("a b");
        assertThat(settings.effectivePassword()).isEqualTo("c/d+e:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://proxy",
                "http://proxy:0",
                "http://proxy:99999",
                "ftp://proxy:21",
                "socks4://proxy:1080",
                "http://proxy:3128/path",
                "http://:3128",
                "http://u:hush%zz@proxy:3128",
                "not a url"
            })
    void whatIsNoProxyIsRefusedWithTheKeyAndWithoutTheValue(String url) {
        assertThatThrownBy(() -> MpsFixtures.proxy(url))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("mps.proxy.url must ")
                .hasMessageNotContaining("hush");
    }

    @Test
    void userAndPasswordBelongTogetherAndToAProxy() {
        String url = "http://proxy:3128";
        assertRefused("mps.proxy.password is missing", url, "u", null, null);
        assertRefused("mps.proxy.password is missing", "http://u@proxy:3128", null, null, null);
        assertRefused("mps.proxy.user is missing", url, null, "p", null);
        assertRefused("mps.proxy.user must not", url, "a:b", "p", null);
        assertRefused("mps.proxy.password is given both", url, "u", "p", Path.of("/p"));
        assertRefused("mps.proxy.url is missing", null, "u", "p", null);
        assertRefused("mps.proxy.url is missing", null, null, null, Path.of("/p"));
        assertRefused("mps.proxy.password must not be longer", url, "u", "x".repeat(256), null);
        assertThat(with("http://u@proxy:3128", null, "p", null).effectiveUser()).isEqualTo("u");
        assertThat(with("http://u:no@proxy:3128", "v", "p", null).effectivePassword())
                .isEqualTo("p");
    }

    @Test
    void theRouteSaysWhichSettingDecided() {
        assertThat(ProxySettings.NONE.route(MPS).shown())
                .isEqualTo("direct: no proxy is set by mps.proxy.url, HTTPS_PROXY or ALL_PROXY");
        assertThat(MpsFixtures.proxy("http://u:p@proxy:3128").route(MPS).shown())
                .isEqualTo("by the proxy http://proxy:3128 (mps.proxy.url)");
        ProxySettings standard = new ProxySettings(
                "proxy:3128", "HTTPS_PROXY", null, null, null, List.of("tencentcloudapi.com"), "NO_PROXY");
        assertThat(standard.route(MPS).shown()).isEqualTo("direct: NO_PROXY names mps.intl.tencentcloudapi.com");
        assertThat(standard.route(URI.create("http://127.0.0.1:8600")).shown())
                .isEqualTo("direct: HTTPS_PROXY is not for loopback");
        assertThat(standard.route(URI.create("https://mps.example")).shown())
                .isEqualTo("by the proxy http://proxy:3128 (HTTPS_PROXY)");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "example.com, a.b.EXAMPLE.com., true",
        ".example.com, example.com, true",
        ".example.com, a.example.com, true",
        "example.com, badexample.com, false",
        "ample.com, example.com, false",
        "example.com:443, example.com, true",
        "example.com:8443, example.com, false",
        "*, anything, true",
        "*.example.com, a.example.com, false",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/99, 10.1.2.3, false",
        "10.0.0.0/8, ten.example, false",
        "2001:db8::/32, 2001:db8::7, true",
        "2001:db8::7, 2001:db8::7, true",
        "[2001:db8::7]:443, 2001:db8::7, true",
        "[2001:db8::7]:444, 2001:db8::7, false",
        "., example.com, false",
    })
    void hostsWithoutProxyAreListedAsCurlListsThem(String entry, String host, boolean covered) {
        assertThat(new NoProxy(List.of("other.example", entry)).covers(host, 443))
                .isEqualTo(covered);
    }

    private static ProxySettings with(String url, String user, String password, Path file) {
        return new ProxySettings(url, ProxySettings.URL, user, password, file, List.of(), ProxySettings.NO_PROXY);
    }

    private static void assertRefused(String message, String url, String user, String password, Path file) {
        assertThatThrownBy(() -> with(url, user, password, file))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }
}
