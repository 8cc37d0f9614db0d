package io.mpsbridge.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {

    @Test
    void nothingThatATerminalOrALogActsOnIsLeft() {
        String hostile = "a\u001b[31mb\u009b31mc\r\nd\u202ee\u2028f\u2029g\u0000h\ud800i\udc00";

        assertThat(ForeignText.clean(hostile)).isEqualTo("a�[31mb�31mc��d�e�f�g�h�i�");
    }

    @Test
    void textThatCanBeShownStaysAsItIs() {
        assertThat(ForeignText.clean("任务 é 😀 a\u00a0b")).isEqualTo("任务 é 😀 a\u00a0b");
    }

    @Test
    void textIsCutBetweenCharacters() {
        assertThat(ForeignText.clean("ab😀c", 3)).isEqualTo("ab");
        assertThat(ForeignText.clean("ab😀c", 4)).isEqualTo("ab😀");
        assertThat(ForeignText.clean("ab", 0)).isEmpty();
    }

    @Test
    void anEllipsisSaysThatSomethingWasCutOff() {
        assertThat(ForeignText.shorten("abcd", 4)).isEqualTo("abcd");
        assertThat(ForeignText.shorten("abcde", 4)).isEqualTo("abc…");
        assertThat(ForeignText.shorten("ab😀cd", 4)).isEqualTo("ab…");
    }

    @Test
    void aFailureIsToldByItsTypeAndMessage() {
        String words = ForeignText.of(new IllegalStateException("no\nway " + "x".repeat(1_000)));

        assertThat(words)
                .startsWith("java.lang.IllegalStateException: no�way xxx")
                .hasSize(500)
                .endsWith("…");
    }
}
