package io.mpsbridge.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidSettingExceptionTest {

    @Test
    void theMessageHasKeyProblemAndValue() {
        assertThat(new InvalidSettingException("admin.port", -1, "must be from 0 to 65535"))
                .hasMessage("admin.port must be from 0 to 65535, is '-1'");
    }

    @Test
    void aValueThatMustNotBeShownIsLeftOut() {
        assertThat(new InvalidSettingException("a.secret", null, "is missing: set it"))
                .hasMessage("a.secret is missing: set it");
    }
}
