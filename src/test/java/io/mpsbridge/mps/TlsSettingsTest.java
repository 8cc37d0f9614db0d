package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.input.InvalidSettingException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsSettingsTest {

    private static final Path FILE = Path.of("/f.pem");

    @Test
    void whatDoesNotBelongTogetherIsRefusedWithTheKeyThatIsMissing() {
        assertRefused("mps.tls.trust is missing", true, null, null, null, null);
        assertRefused("mps.tls.key is missing", false, FILE, null, null, null);
        assertRefused("mps.tls.certificate is missing", false, null, FILE, null, null);
        assertRefused("mps.tls.key is missing", false, null, null, "hush", null);
        assertRefused("mps.tls.key-password is given both", false, FILE, FILE, "hush", FILE);
    }

    @Test
    void thePasswordIsNeverShown() {
        assertThat(new TlsSettings(List.of(), false, FILE, FILE, "hush", null).toString())
                .doesNotContain("hush");
    }

    private static void assertRefused(
            String message, boolean only, Path certificate, Path key, String password, Path file) {
        assertThatThrownBy(() -> new TlsSettings(List.of(), only, certificate, key, password, file))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("hush");
    }
}
