package io.mpsbridge.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokerWordsTest {

    @Test
    void wordsStayOnOneLineAndAreCut() {
        String words = BrokerWords.of(new IllegalStateException("no\nway\u2028\u001b[31m\u202e " + "x".repeat(1_000)));

        assertThat(words)
                .startsWith("java.lang.IllegalStateException: no?way??[31m? xxx")
                .hasSize(500)
                .endsWith("…");
    }
}
