package io.mpsbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records of what is ready. An exception costs the event at hand its answer, and no other: it becomes a dead letter.
 * Used by the transaction thread alone.
 */
final class OutputEncoder {

    private static final Logger LOG = LoggerFactory.getLogger(OutputEncoder.class);

    private final EventEncoder encoder;
    private final BrokerLimits limits;
    private final String createdTopic;

    OutputEncoder(EventEncoder encoder, BrokerLimits limits, KafkaSettings.Topics topics) {
        this.encoder = encoder;
        this.limits = limits;
        this.createdTopic = topics.created();
    }

    /** @param deadLetterCode null where the record is the terminal event */
    record Encoded(OutboundRecord record, @Nullable String deadLetterCode) {}

    /**
     * What was made of several.
     *
     * @param encoded in their order, without those that failed
     * @param failures why of some not even a dead letter can be made, by their indices
     */
    record Batch(List<Encoded> encoded, Map<Integer, String> failures) {}

    /** One of which not even a dead letter can be made must neither be lost nor keep the others from being written. */
    Batch encodeAll(List<PendingOutput> items) {
        List<Encoded> encoded = new ArrayList<>(items.size());
        Map<Integer, String> failures = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                encoded.add(encode(items.get(i)));
            } catch (LoopStoppedException e) {
                throw e;
            } catch (RuntimeException e) {
                Origin origin = items.get(i).origin();
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("partition", origin.partition())
                        .addKeyValue("offset", origin.offset())
                        .log("a dead letter cannot be written; it is kept and tried again");
                failures.put(i, "a dead letter cannot be written: " + ForeignText.of(e));
            }
        }
        return new Batch(encoded, failures);
    }

    private Encoded encode(PendingOutput item) {
        try {
            return encoded(item);
        } catch (LoopStoppedException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!(item instanceof PendingOutput.Ended ended)) {
                throw e;
            }
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("partition", item.origin().partition())
                    .addKeyValue("offset", item.origin().offset())
                    .log("an outcome cannot be written; its task becomes a dead letter");
            return encoded(
                    new PendingOutput.Broken(item.origin(), ended.outcome().task(), Rejection.internalError(e)));
        }
    }

    private Encoded encoded(PendingOutput item) {
        if (item instanceof PendingOutput.Ended ended) {
            OutboundRecord record = encoder.encode(ended.outcome());
            if (record.batchBytes() > limits.of(record.topic())) {
                // The topic may take more by now.
                limits.reread();
            }
            return record.batchBytes() > limits.of(record.topic())
                    ? tooLarge(ended.origin(), ended.outcome())
                    : new Encoded(record, null);
        }
        if (item instanceof PendingOutput.TooLarge large) {
            return tooLarge(large.origin(), large.outcome());
        }
        if (item instanceof PendingOutput.MaybeAnswered maybe) {
            Rejection rejection = Rejection.maybeAnswered(maybe.outcome());
            return letter(
                    encoder.deadLetterTask(
                            maybe.outcome().task(), createdTopic, maybe.origin(), rejection, limits.deadLetter()),
                    rejection.code());
        }
        if (item instanceof PendingOutput.Unreadable unreadable) {
            return letter(
                    encoder.deadLetter(unreadable.record(), unreadable.rejection(), limits.deadLetter()),
                    unreadable.rejection().code());
        }
        if (item instanceof PendingOutput.Broken broken) {
            return letter(
                    encoder.deadLetterTask(
                            broken.task(), createdTopic, broken.origin(), broken.rejection(), limits.deadLetter()),
                    broken.rejection().code());
        }
        if (item instanceof PendingOutput.Refused refused) {
            return letter(
                    encoder.deadLetterRefused(
                            refused.outcome(), createdTopic, refused.origin(), refused.reason(), limits.deadLetter()),
                    EventEncoder.OUTCOME_REFUSED);
        }
        return keyed(encoded(((PendingOutput.Keyed) item).letter()), item.origin());
    }

    private Encoded keyed(Encoded letter, Origin origin) {
        OutboundRecord record = letter.record();
        if (record.key() != null) {
            return letter;
        }
        byte[] key = (createdTopic + "/" + origin.partition() + "/" + origin.offset()).getBytes(UTF_8);
        return new Encoded(
                new OutboundRecord(record.topic(), key, record.value(), record.headers()), letter.deadLetterCode());
    }

    private Encoded tooLarge(Origin origin, TaskOutcome outcome) {
        int takes = limits.of(encoder.encode(outcome).topic());
        return letter(
                encoder.deadLetterOutcome(outcome, createdTopic, origin, takes, limits.deadLetter()),
                EventEncoder.OUTCOME_TOO_LARGE);
    }

    private static Encoded letter(OutboundRecord record, String code) {
        return new Encoded(record, code);
    }
}
