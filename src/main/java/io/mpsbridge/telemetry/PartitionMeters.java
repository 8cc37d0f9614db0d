package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.mpsbridge.kafka.LoopStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Gauges for each assigned partition, removed with the assignment. */
final class PartitionMeters {

    private final MultiGauge watermark;
    private final MultiGauge span;
    private final MultiGauge lag;
    private final MultiGauge metadata;

    PartitionMeters(MeterRegistry registry) {
        watermark = Names.multiGauge(registry, "partition.watermark", "lowest offset that is not done yet");
        span = Names.multiGauge(registry, "partition.span", "offsets from the watermark to the highest one read");
        lag = Names.multiGauge(registry, "partition.lag", "records not read yet");
        metadata = Names.multiGauge(registry, "partition.metadata.used", "used share of the commit metadata, 0 to 1");
    }

    void update(List<LoopStatus.Partition> partitions) {
        rows(watermark, partitions, LoopStatus.Partition::watermark);
        rows(span, partitions, LoopStatus.Partition::span);
        rows(lag, partitions, LoopStatus.Partition::lag);
        rows(metadata, partitions, PartitionMeters::used);
    }

    private static double used(LoopStatus.Partition partition) {
        return partition.metadataLimit() == 0 ? 0 : (double) partition.metadataChars() / partition.metadataLimit();
    }

    private static void rows(
            MultiGauge gauge, List<LoopStatus.Partition> partitions, ToDoubleFunction<LoopStatus.Partition> value) {
        List<Row<?>> rows = new ArrayList<>();
        for (LoopStatus.Partition partition : partitions) {
            rows.add(Row.of(tags(partition), value.applyAsDouble(partition)));
        }
        gauge.register(rows, true);
    }

    private static Tags tags(LoopStatus.Partition partition) {
        return Tags.of("partition", Integer.toString(partition.number()));
    }
}
