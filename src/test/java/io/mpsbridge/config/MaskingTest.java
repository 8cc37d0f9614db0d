package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "https://idp.example/token?sig=very-secret, https://idp.example/token?****",
        "https://gw.example/?a=1&token=very secret, https://gw.example/?****",
        "http://user:very-secret@proxy.example:3128/?k=very-secret, http://****@proxy.example:3128/?****",
        "http://user:p?ss@proxy.example:3128, http://****@proxy.example:3128",
        "https://mps.example, https://mps.example",
        "https://mps.example/?, https://mps.example/?",
        "what?, what?",
        "kafka-1:9092, kafka-1:9092",
    })
    void neitherTheUserNorTheQueryOfAUrlIsShown(String value, String shown) {
        assertThat(Masking.shown(value, false)).isEqualTo(shown);
    }
}
