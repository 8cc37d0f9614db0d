package io.mpsbridge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "fe80::1%eth0", "localhost"})
    void aNameOrAnAddressIsAHost(String host) {
        assertThat(new AdminSettings(host, 0).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "http://localhost"})
    void anythingElseIsRefused(String host) {
        assertThatThrownBy(() -> new AdminSettings(host, 0)).hasMessageStartingWith("admin.host must be");
    }
}
