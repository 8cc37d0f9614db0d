package io.mpsbridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String REST = "-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(strings = {"00" + REST, "01" + REST, "cc" + REST + "-what-is-to-come"})
    void validParentsAreKept(String traceparent) {
        assertThat(TraceContext.of(traceparent, null)).contains(new TraceContext(traceparent, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff" + REST,
                "00" + REST + "-extra",
                "00" + REST + "0",
                "01" + REST + "0",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "01" + REST + "-a b",
            })
    void othersAreDropped(String traceparent) {
        assertThat(TraceContext.of(traceparent, "a=b")).isEmpty();
    }

    @Test
    void aStateNeedsAParentAndHasABound() {
        String parent = "00" + REST;

        assertThat(TraceContext.of(null, "a=b")).isEmpty();
        assertThat(TraceContext.of(parent, "a=" + "x".repeat(510)).orElseThrow().tracestate())
                .hasSize(512);
        assertThat(TraceContext.of(parent, "a=" + "x".repeat(511)).orElseThrow().tracestate())
                .isNull();
        assertThat(TraceContext.of(parent, "a=\u0000").orElseThrow().tracestate())
                .isNull();
    }
}
