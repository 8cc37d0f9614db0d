package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/** What the bridge's own meters share: names, and how tags and gauges by row are made. */
final class Names {
    static final String PREFIX = "mpsbridge.";

    /** The value of a tag that does not apply. */
    static final String NONE = "none";

    private Names() {}

    /** A tag whose value is the constant's name in lower case. */
    static Tags tag(String key, Enum<?> value) {
        return Tags.of(key, value.name().toLowerCase(Locale.ROOT));
    }

    /** A gauge whose rows come and go. */
    static MultiGauge multiGauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(PREFIX + name).description(description).register(registry);
    }
}
