package io.mpsbridge.replay;

import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.OutboundRecord;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether to send a record that was read. */
sealed interface Decision {

    <R> R fold(Function<Chosen, R> chosen, Function<Passed, R> passed);

    /**
     * To be sent.
     *
     * @param partition the target, if the topic has it
     * @param reason of a failed task or a dead letter, or null
     * @param imagesGone whether MPS may have deleted the images
     * @param tooOld whether the bridge will answer RESULT_EXPIRED without polling
     */
    record Chosen(
            OutboundRecord record, int partition, @Nullable String reason, boolean imagesGone, boolean tooOld)
            implements Decision {
        @Override
        public <R> R fold(Function<Chosen, R> chosen, Function<Passed, R> passed) {
            return chosen.apply(this);
        }
    }

    /**
     * Not to be sent.
     *
     * @param problem with a selected record, in words; null for others
     */
    record Passed(Skip why, @Nullable String problem) implements Decision {
        Passed(Skip why) {
            this(why, null);
        }

        @Override
        public <R> R fold(Function<Chosen, R> chosen, Function<Passed, R> passed) {
            return passed.apply(this);
        }
    }

    @FunctionalInterface
    interface Chooser {
        Decision decide(InboundRecord record);
    }
}
