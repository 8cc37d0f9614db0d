package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mpsbridge.clients.ClientObserver;
import io.mpsbridge.pipeline.PollRecorder;
import java.util.Collection;

/**
 * The meters of one bridge and their text form. Names and tags are bounded and never hold a task id. Thread-safe;
 * recording never blocks.
 */
public final class Metrics implements AutoCloseable {

    /** The media type of {@link #scrape}: Prometheus' text format. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final LogbackMetrics logs = new LogbackMetrics();
    private final PollMeters polls;
    private final StatusMeters status;
    private final KafkaMeters kafka;

    /** @param deadLetterCodes all codes that a dead letter may carry */
    public Metrics(Collection<String> deadLetterCodes) {
        registry.config().meterFilter(new AllowList());
        polls = new PollMeters(registry);
        status = new StatusMeters(registry, deadLetterCodes);
        kafka = new KafkaMeters(registry);
        collector.bindTo(registry);
        logs.bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        // Reactor Netty registers its connection pools in the global registry only.
        io.micrometer.core.instrument.Metrics.addRegistry(registry);
    }

    /** The recorder of polls and outcomes. */
    public PollRecorder polls() {
        return polls;
    }

    /** Adds the Kafka clients' own metrics. */
    public ClientObserver clients() {
        return kafka;
    }

    /** All meters as text, with gauges from the snapshot. */
    public String scrape(ScrapeSnapshot snapshot) {
        return status.during(snapshot, registry::scrape);
    }

    @Override
    public void close() {
        kafka.close();
        logs.close();
        collector.close();
        io.micrometer.core.instrument.Metrics.removeRegistry(registry);
        registry.close();
    }
}
