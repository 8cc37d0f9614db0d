package io.mpsbridge.kafka;

import io.mpsbridge.task.ClaimedTime.Source;
import io.mpsbridge.task.Origin;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts implausible external times. Logs the first of each source and where to look, because one bad clock usually
 * affects all its events. Owned by the loop's thread.
 */
final class IgnoredTimes {

    private static final Logger LOG = LoggerFactory.getLogger(IgnoredTimes.class);

    private final Map<Source, Long> bySource = new EnumMap<>(Source.class);

    void count(Set<Source> ignored, Origin origin) {
        for (Source source : ignored) {
            if (bySource.merge(source, 1L, Long::sum) == 1) {
                LOG.atWarn()
                        .addKeyValue("source", source)
                        .addKeyValue("partition", origin.partition())
                        .addKeyValue("offset", origin.offset())
                        .log("a time that cannot be true was ignored; further ones of this source are only counted");
            }
        }
    }

    Map<Source, Long> bySource() {
        return Map.copyOf(bySource);
    }
}
