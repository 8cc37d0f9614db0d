package io.mpsbridge.replay;

import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.OutboundRecord;
import org.jspecify.annotations.Nullable;

/** What becomes of a record that was read. */
sealed interface Decision {

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
            implements Decision {}

    /** It is not. */
    record Passed(Skip why) implements Decision {}

    /** Decides about the records of a topic. */
    @FunctionalInterface
    interface Chooser {
        Decision decide(InboundRecord record);
    }
}
