package io.mpsbridge.replay;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Takes the selected events. */
interface Sink {

    /** Takes an event; false once it takes no more. */
    boolean add(Decision.Chosen event, TopicPartition from, long offset);

    /** The scan is done below that offset; false once the sink takes no more. */
    boolean reached(TopicPartition partition, long offset);

    /** The record at that offset is passed over, although a later run may send it. */
    void passed(TopicPartition partition, long offset);

    /** Events sent so far, in all runs. */
    long sent();

    /** Events sent by earlier runs. */
    long sentBefore();

    /** The first events that did not fit their topic. */
    List<Unsent> refused();

    /**
     * Takes everything and sends nothing.
     *
     * @param sent events sent by earlier runs
     */
    record DryRunSink(long sent) implements Sink {
        @Override
        public long sentBefore() {
            return sent;
        }

        @Override
        public List<Unsent> refused() {
            return List.of();
        }

        @Override
        public void passed(TopicPartition partition, long offset) {}

        @Override
        public boolean add(Decision.Chosen event, TopicPartition from, long offset) {
            return true;
        }

        @Override
        public boolean reached(TopicPartition partition, long offset) {
            return true;
        }
    }
}
