package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.mps.ProxySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyVariablesTest {

    @Test
    void theStandardVariablesStandInAndAreNamed() {
        Loading loading = Loading.valid()
                .env("HTTPS_PROXY", "http://user:hush@proxy:3128")
                .env("NO_PROXY", "localhost,.internal");

        ProxySettings proxy = loading.settings().mps().proxy();

        assertThat(proxy.url()).isEqualTo("http://user:hush@proxy:3128");
        assertThat(proxy.urlFrom()).isEqualTo("HTTPS_PROXY");
        assertThat(proxy.noProxy()).isEqualTo(List.of("localhost", ".internal"));
        assertThat(proxy.noProxyFrom()).isEqualTo("NO_PROXY");
        assertThat(loading.effective("mps.proxy.url").shown()).isEqualTo("http://****@proxy:3128");
        assertThat(loading.effective("mps.proxy.url").origin()).hasToString("environment HTTPS_PROXY");
        assertThat(loading.load().warnings()).isEmpty();
    }

    @Test
    void aConfiguredProxyLeavesThemAsideEvenFromAFileAndEvenEmpty(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.properties"), "mps.proxy.url = http://ours:1");
        Loading standard = Loading.valid().env("HTTPS_PROXY", "http://theirs:2").env("NO_PROXY", "*");

        ProxySettings ours = standard.file(file).settings().mps().proxy();
        ProxySettings none =
                standard.option("mps.proxy.url", "").settings().mps().proxy();

        assertThat(ours.url()).isEqualTo("http://ours:1");
        assertThat(ours.urlFrom()).isEqualTo("mps.proxy.url");
        assertThat(ours.noProxy()).isEmpty();
        assertThat(none.url()).isNull();
    }

    @Test
    void lowerCaseWinsAndAllProxyComesLast() {
        assertThat(from(Loading.valid().env("HTTPS_PROXY", "a:1").env("https_proxy", "b:1")))
                .isEqualTo("https_proxy");
        assertThat(from(Loading.valid().env("ALL_PROXY", "a:1"))).isEqualTo("ALL_PROXY");
        assertThat(from(Loading.valid().env("ALL_PROXY", "a:1").env("HTTPS_PROXY", "b:1")))
                .isEqualTo("HTTPS_PROXY");
        assertThat(from(Loading.valid().env("HTTPS_PROXY", " ").env("http_proxy", "b:1")))
                .isEqualTo("mps.proxy.url");
    }

    @Test
    void anEndpointWithoutTlsHasTheVariableForIt() {
        Loading plain =
                Loading.valid().option("mps.endpoint", "http://mps.example").option("mps.allow-http", "true");

        assertThat(from(plain.env("HTTPS_PROXY", "a:1").env("HTTP_PROXY", "b:1")))
                .isEqualTo("mps.proxy.url");
        assertThat(from(plain.env("http_proxy", "c:1"))).isEqualTo("http_proxy");
    }

    @Test
    void aMistakeInAVariableNamesItAndHidesThePassword() {
        Problem problem =
                Loading.valid().env("HTTPS_PROXY", "http://user:hush@proxy").problem();

        assertThat(problem.message())
                .contains("mps.proxy.url must name a port", "environment HTTPS_PROXY")
                .doesNotContain("hush");
    }

    private static String from(Loading loading) {
        return loading.settings().mps().proxy().urlFrom();
    }
}
