package io.mpsbridge.replay;

import org.apache.kafka.common.TopicPartition;

/** Takes the selected events. */
interface Sink {

    /** Takes an event; false once it takes no more. */
    boolean add(Decision.Chosen event, TopicPartition from, long offset);

    /** The scan is done below that offset; false once the sink takes no more. */
    boolean reached(TopicPartition partition, long offset);

    /** Events sent so far, in all runs. */
    long sent();

    /**
     * Takes everything and sends nothing.
     *
     * @param sent events sent by earlier runs
     */
    record DryRunSink(long sent) implements Sink {
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
