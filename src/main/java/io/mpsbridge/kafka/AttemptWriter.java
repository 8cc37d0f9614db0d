package io.mpsbridge.kafka;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.kafka.TransactionResult.Fault;
import io.mpsbridge.kafka.TransactionResult.SetAside;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Encodes an attempt's records and writes them, leaving out those that would block it. Used by the transaction thread
 * alone.
 */
final class AttemptWriter {

    /**
     * After a transaction of many outcomes the next one waits as long as that took, up to this limit, so that more
     * outcomes share it: small back-to-back transactions cost the broker half as much again per outcome.
     */
    private static final long LONGEST_REST_NANOS = Duration.ofMillis(50).toNanos();
    /** So few come at a rate at which the cost does not matter, and each would be noticed later. */
    private static final int FEW = 16;

    private final OutcomeWriter writer;
    private final OutputEncoder encoder;
    private final OutputPartitions outputs;
    private final BrokerLimits limits;
    private final String deadLetterTopic;
    private final LongSupplier nanos;

    AttemptWriter(LoopClients clients, OutputEncoder encoder, KafkaSettings settings, LongSupplier nanos) {
        this.writer = clients.writer();
        this.encoder = encoder;
        this.outputs = new OutputPartitions(clients.writer(), clients.admin());
        this.limits = clients.limits();
        this.deadLetterTopic = settings.topics().deadLetter();
        this.nanos = nanos;
    }

    /** @param restUntilNanos when the next transaction may begin */
    record Written(TransactionResult result, List<Encoded> records, long restUntilNanos) {}

    Written write(Attempt attempt) {
        OutputEncoder.Batch batch = encoder.encodeAll(attempt.outputs());
        if (!batch.failures().isEmpty()) {
            return unwritten(Fault.NO_RECORD, batch.failures());
        }
        List<OutboundRecord> records =
                batch.encoded().stream().map(Encoded::record).toList();
        Map<Integer, String> leaderless = outputs.withoutLeader(records);
        if (!leaderless.isEmpty()) {
            return unwritten(Fault.NO_LEADER, leaderless);
        }
        long startedNanos = nanos.getAsLong();
        TransactionResult result = writer.write(records, attempt.offsets(), attempt.group());
        long endedNanos = nanos.getAsLong();
        return new Written(
                result.narrowed(blamed -> tooLarge(blamed, records)),
                batch.encoded(),
                endedNanos + (records.size() <= FEW ? 0 : Math.min(LONGEST_REST_NANOS, endedNanos - startedNanos)));
    }

    private Written unwritten(Fault fault, Map<Integer, String> reasons) {
        return new Written(new SetAside(fault, reasons), List.of(), nanos.getAsLong());
    }

    /**
     * Records that become dead letters without a check of their topic's limit. The client blames unsent records along
     * with the culprit, so its word alone condemns none: the current limits decide; if they explain nothing, it was the
     * largest record.
     */
    private Map<Integer, String> tooLarge(Map<Integer, String> blamed, List<OutboundRecord> records) {
        limits.refresh();
        if (blamed.keySet().stream().map(records::get).anyMatch(each -> each.batchBytes() > limits.of(each.topic()))) {
            return Map.of();
        }
        int largest = Collections.max(
                blamed.keySet(),
                Comparator.comparingInt(index -> records.get(index).batchBytes()));
        OutboundRecord record = records.get(largest);
        if (record.topic().equals(deadLetterTopic)) {
            limits.refused(record.topic(), record.batchBytes());
        }
        return Map.of(largest, String.valueOf(blamed.get(largest)));
    }
}
