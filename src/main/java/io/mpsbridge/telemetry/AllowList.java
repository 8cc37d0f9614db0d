package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Admits only the libraries' meters that operators need; two idle Kafka clients alone have 160 more. */
final class AllowList implements MeterFilter {

    private static final Set<String> FOREIGN = Set.of(
            "jvm.info",
            "jvm.memory.used",
            "jvm.memory.max",
            "jvm.buffer.memory.used",
            "jvm.gc.pause",
            "jvm.gc.memory.allocated",
            "jvm.gc.live.data.size",
            "jvm.threads.live",
            "process.cpu.usage",
            "process.uptime",
            "process.start.time",
            "process.files.open",
            "process.files.max",
            "system.cpu.count",
            "logback.events",
            "kafka.consumer.connection.count",
            "kafka.consumer.failed.authentication.total",
            "kafka.consumer.time.between.poll.max",
            "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.consumer.fetch.manager.bytes.consumed.total",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.fetch.manager.records.lag.max",
            "kafka.consumer.fetch.manager.fetch.latency.avg",
            "kafka.producer.connection.count",
            "kafka.producer.failed.authentication.total",
            "kafka.producer.record.send.total",
            "kafka.producer.record.error.total",
            "kafka.producer.record.retry.total",
            "kafka.producer.request.latency.avg",
            "kafka.producer.txn.commit.time.ns.total",
            "reactor.netty.connection.provider.active.connections",
            "reactor.netty.connection.provider.idle.connections",
            "reactor.netty.connection.provider.pending.connections");

    /** Differs at each start, which would leave dead series behind. */
    private static final String POOL_ID = "id";

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith(Names.PREFIX) || FOREIGN.contains(id.getName())
                ? MeterFilterReply.NEUTRAL
                : MeterFilterReply.DENY;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith("reactor.netty.")
                ? id.replaceTags(StreamSupport.stream(id.getTagsAsIterable().spliterator(), false)
                        .filter(tag -> !tag.getKey().equals(POOL_ID))
                        .toList())
                : id;
    }
}
