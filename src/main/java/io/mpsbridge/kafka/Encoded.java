package io.mpsbridge.kafka;

import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.event.ResultRetention;
import io.mpsbridge.task.TaskOutcome;

/** An encoded record, and how it is counted once committed. */
sealed interface Encoded {

    OutboundRecord record();

    void count(LoopCounts counts);

    /** The same record under this key, if it has none. */
    Encoded keyed(byte[] key);

    /** The terminal event of a task. */
    record Terminal(OutboundRecord record, TaskOutcome outcome) implements Encoded {
        @Override
        public void count(LoopCounts counts) {
            if (outcome instanceof TaskOutcome.Completed completed) {
                counts.completed(ResultRetention.left(completed));
            } else {
                counts.failed++;
            }
        }

        @Override
        public Encoded keyed(byte[] key) {
            return this; // has one
        }
    }

    /** A dead letter, with the code that it carries. */
    record Letter(OutboundRecord record, String code) implements Encoded {
        @Override
        public void count(LoopCounts counts) {
            counts.deadLetters++;
            counts.deadLettersByCode.merge(code, 1L, Long::sum);
        }

        @Override
        public Encoded keyed(byte[] key) {
            return record.key() != null
                    ? this
                    : new Letter(new OutboundRecord(record.topic(), key, record.value(), record.headers()), code);
        }
    }
}
