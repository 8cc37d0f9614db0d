package io.mpsbridge.replay;

import org.apache.kafka.common.TopicPartition;

/** Takes what was chosen. */
interface Sink {

    /** An event of the partition that is being read. False once nothing more is taken. */
    boolean add(Decision.Chosen event, TopicPartition from, long offset);

    /** Everything below that offset has been decided about. False once nothing more is taken. */
    boolean reached(TopicPartition partition, long offset);

    /** Events sent so far, in all runs. */
    long sent();

    /**
     * For a look ahead.
     *
     * @param sent what earlier runs have sent
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
