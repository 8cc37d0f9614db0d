package io.mpsbridge.replay;

import java.util.Map;

/**
 * How a replay stands. Counts are over the whole of it, earlier runs included.
 *
 * @param resumed whether an earlier run has begun it
 * @param partitions events selected, by the partition that they were read from
 * @param reasons events selected, by reason or code; {@code (others)} stands for those beyond the fiftieth
 * @param skipped records passed over, by why
 * @param secondsLeft what the rest takes at the rate asked for; reprocessed tasks share the quota beside
 */
public record ReplayReport(
        String name,
        String reason,
        Source source,
        Mode mode,
        State state,
        boolean resumed,
        Offsets offsets,
        Events events,
        Map<Integer, Long> partitions,
        Map<String, Long> reasons,
        Map<Skip, Long> skipped,
        Ages ages,
        long secondsLeft) {

    /** Where a replay is. */
    public enum State {
        /** Under way. */
        RUNNING,
        /** Looked through, nothing sent. */
        DRY_RUN,
        /** Everything that was selected is sent. */
        DONE,
        /** All that could be sent is sent; something selected could not be. */
        PARTLY_DONE,
        /** Told to stop; the same request goes on. */
        STOPPED
    }

    /** Offsets looked at, of all that are to be. */
    public record Offsets(long done, long all) {}

    /**
     * Events by what became of them.
     *
     * @param read records looked at
     * @param selected those that were meant
     * @param sent those that were put on their topic
     * @param refused those too large for it
     * @param missing failed tasks and dead letters whose created event is no longer there
     * @param gone offsets that the topic's retention took before they were looked at
     */
    public record Events(long read, long selected, long sent, long refused, long missing, long gone) {}

    /**
     * Of the events selected, those that may come too late.
     *
     * @param imagesGone tasks so old, or results, that MPS no longer keeps their images for certain
     * @param tasksTooOld tasks that the bridge will answer RESULT_EXPIRED without asking
     */
    public record Ages(long imagesGone, long tasksTooOld) {}
}
