package io.mpsbridge.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The consumer's poll, ended early by {@link #signal}: otherwise an outcome would wait for the poll to return. A signal
 * between two polls makes the next one return at once, with the records that are there, so that signals in any number
 * keep no record from being read. Thread-safe; one thread polls.
 */
final class PollWakeup {

    private final Consumer<byte[], byte[]> consumer;
    private boolean signalled;
    private boolean waiting;

    PollWakeup(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** From any thread, never blocks. */
    synchronized void signal() {
        signalled = true;
        if (waiting) {
            waiting = false;
            consumer.wakeup();
        }
    }

    /** @throws WakeupException if it was ended early; what it fetched meanwhile comes with the next poll */
    ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        try {
            return consumer.poll(begin(wait));
        } finally {
            end();
        }
    }

    private synchronized Duration begin(Duration wait) {
        waiting = !signalled && !wait.isZero();
        return signalled ? Duration.ZERO : wait;
    }

    /** A wake-up that came too late ends the next poll instead. */
    private synchronized void end() {
        waiting = false;
        signalled = false;
    }
}
