package io.mpsbridge.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** The clients of one loop. */
record Clients(
        Consumer<byte[], byte[]> consumer, OutcomeWriter writer, Admin admin, BrokerLimits limits, LoopCounts counts) {}
