package io.mpsbridge.kafka;

import io.mpsbridge.clients.Records;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.kafka.TransactionResult.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The records of one transaction and the result of each, reported by the producer's own thread. */
final class Transaction {

    private final Producer<byte[], byte[]> producer;
    private final List<OutboundRecord> records;
    private final long startedNanos;
    private final AtomicReferenceArray<@Nullable Exception> failures;

    Transaction(Producer<byte[], byte[]> producer, List<OutboundRecord> records, long startedNanos) {
        this.producer = producer;
        this.records = records;
        this.startedNanos = startedNanos;
        this.failures = new AtomicReferenceArray<>(records.size());
    }

    Producer<byte[], byte[]> producer() {
        return producer;
    }

    long startedNanos() {
        return startedNanos;
    }

    /**
     * Callbacks report each result; the commit waits for all. A send that fails at once, say for an unknown topic, has
     * blocked for as long as the client waits, and so would each further one.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the callback's
    void send() {
        for (int i = 0; i < records.size() && (i == 0 || failures.get(i - 1) == null); i++) {
            int index = i;
            producer.send(Records.outbound(records.get(i), null), (metadata, failure) -> failures.set(index, failure));
        }
    }

    /** The first failed send: it says more than the client's later errors. */
    Optional<Exception> firstFailure() {
        return all().mapToObj(failures::get)
                .filter(each -> each != null)
                .map(Exception.class::cast)
                .findFirst();
    }

    /** Whether a send was abandoned: it may still arrive. */
    boolean hasUnanswered() {
        return all().anyMatch(i -> Recovery.isUnanswered(failures.get(i)));
    }

    /** The records to blame, as reported by their callbacks. */
    Optional<TransactionResult> blamed() {
        return blamed(Fault.TOO_LARGE, Recovery.ISOLATE).or(() -> blamed(Fault.REFUSED, Recovery.REFUSED));
    }

    private Optional<TransactionResult> blamed(Fault fault, Recovery recovery) {
        Map<Integer, String> reasons = new HashMap<>();
        for (int i = 0; i < failures.length(); i++) {
            Exception failure = failures.get(i);
            if (failure != null && Recovery.of(failure, true) == recovery) {
                reasons.put(i, ForeignText.of(failure));
            }
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(new TransactionResult.SetAside(fault, reasons));
    }

    private IntStream all() {
        return IntStream.range(0, failures.length());
    }
}
