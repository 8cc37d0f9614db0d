package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Dead letters by code. Used by one thread at a time. */
final class DeadLetterMeters {

    private final MeterProvider<Counter> counters;
    private final Map<String, Long> counted = new HashMap<>();

    DeadLetterMeters(MeterRegistry registry, Collection<String> codes) {
        counters = Counter.builder(Names.PREFIX + "dead.letters")
                .description("records that could not be read or answered")
                .withRegistry(registry);
        // Registered at zero, or an alert on an increase would miss the first one.
        codes.forEach(code -> counters.withTags("code", code));
    }

    void update(Map<String, Long> byCode) {
        byCode.forEach((code, total) -> {
            long before = counted.getOrDefault(code, 0L);
            counters.withTags("code", code).increment((double) (total - before));
            counted.put(code, total);
        });
    }
}
