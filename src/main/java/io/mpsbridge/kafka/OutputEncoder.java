package io.mpsbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes ready outputs. An exception costs only the event at hand its answer: it becomes a dead letter. Used by the
 * transaction thread alone.
 */
final class OutputEncoder {

    private static final Logger LOG = LoggerFactory.getLogger(OutputEncoder.class);

    private final EventEncoder events;
    private final BrokerLimits limits;
    private final String createdTopic;

    OutputEncoder(EventEncoder events, BrokerLimits limits, KafkaSettings.Topics topics) {
        this.events = events;
        this.limits = limits;
        this.createdTopic = topics.created();
    }

    /**
     * The encoded records of a batch.
     *
     * @param encoded in their order, without those that failed
     * @param failures by index, why not even a dead letter can be made
     */
    record Batch(List<Encoded> encoded, Map<Integer, String> failures) {}

    /** An output without even a dead letter must neither be lost nor block the others. */
    Batch encodeAll(List<PendingOutput> items) {
        List<Encoded> encoded = new ArrayList<>(items.size());
        Map<Integer, String> failures = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                encoded.add(encode(items.get(i)));
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
            return item.encode(this);
        } catch (RuntimeException e) {
            PendingOutput letter = item.broken(e).orElseThrow(() -> e);
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("partition", item.origin().partition())
                    .addKeyValue("offset", item.origin().offset())
                    .log("an outcome cannot be written; its task becomes a dead letter");
            return letter.encode(this);
        }
    }

    /** A terminal event, or its dead letter if the topic does not take it. */
    Encoded terminal(Origin origin, TaskOutcome outcome) {
        OutboundRecord event = events.encode(outcome);
        int bytes = event.batchBytes();
        if (bytes > limits.of(event.topic())) {
            // The topic's limit may have been raised.
            limits.reread();
        }
        return bytes > limits.of(event.topic()) ? tooLarge(origin, event) : new Encoded.Terminal(event, outcome);
    }

    /** The dead letter of a terminal event that the broker called too large. */
    Encoded tooLarge(Origin origin, TaskOutcome outcome) {
        return tooLarge(origin, events.encode(outcome));
    }

    private Encoded tooLarge(Origin origin, OutboundRecord event) {
        return new Encoded.Letter(
                events.deadLetterOutcome(event, createdTopic, origin, limits.of(event.topic()), limits.deadLetter()),
                EventEncoder.OUTCOME_TOO_LARGE);
    }

    /** The dead letter of a terminal event that the broker refuses. */
    Encoded refused(Origin origin, TaskOutcome outcome, String reason) {
        return new Encoded.Letter(
                events.deadLetterRefused(events.encode(outcome), createdTopic, origin, reason, limits.deadLetter()),
                EventEncoder.OUTCOME_REFUSED);
    }

    /** The dead letter of a task whose created record is no longer at hand. */
    Encoded task(Origin origin, TaskCreated task, Rejection rejection) {
        return new Encoded.Letter(
                events.deadLetterTask(task, createdTopic, origin, rejection, limits.deadLetter()), rejection.code());
    }

    /** The dead letter of a created record. */
    Encoded created(InboundRecord record, Rejection rejection) {
        return new Encoded.Letter(events.deadLetter(record, rejection, limits.deadLetter()), rejection.code());
    }

    /** The same letter, keyed by the created record's position if it has no key. */
    Encoded keyed(Origin origin, Encoded letter) {
        byte[] key = (createdTopic + "/" + origin.partition() + "/" + origin.offset()).getBytes(UTF_8);
        return letter.keyed(key);
    }
}
