package io.mpsbridge.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/** A consumer's metrics by name; NaN if there is none. */
final class ConsumerMetrics implements ToDoubleFunction<String> {

    private final Consumer<?, ?> consumer;
    private final Map<String, Metric> found = new HashMap<>();

    ConsumerMetrics(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    @Override
    public double applyAsDouble(String name) {
        Metric metric = found.get(name);
        if (metric == null) {
            metric = consumer.metrics().values().stream()
                    .filter(each -> each.metricName().name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (metric == null) {
                return Double.NaN;
            }
            found.put(name, metric);
        }
        return ((Number) metric.metricValue()).doubleValue();
    }
}
