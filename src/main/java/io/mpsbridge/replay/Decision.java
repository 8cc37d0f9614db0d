package io.mpsbridge.replay;

import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.OutboundRecord;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of a record that was read. */
sealed interface Decision {

    /** What the one function makes of a record that is sent, or the other of one that is not. */
    <R> R fold(Function<Chosen, R> chosen, Function<Passed, R> passed);

    /**
     * It is sent.
     *
     * @param partition where to, as long as the topic has it
     * @param reason of a failed task or a dead letter, or null
     * @param imagesGone whether MPS no longer keeps the images for certain
     * @param tooOld whether the bridge will answer RESULT_EXPIRED without asking
     */
    record Chosen(
            OutboundRecord record, int partition, @Nullable String reason, boolean imagesGone, boolean tooOld)
            implements Decision {
        @Override
        public <R> R fold(Function<Chosen, R> chosen, Function<Passed, R> passed) {
            return chosen.apply(this);
        }
    }

    /** It is not. */
    record Passed(Skip why) implements Decision {
        @Override
        public <R> R fold(Function<Chosen, R> chosen, Function<Passed, R> passed) {
            return passed.apply(this);
        }
    }

    /** Decides about the records of a topic. */
    @FunctionalInterface
    interface Chooser {
        Decision decide(InboundRecord record);
    }
}
