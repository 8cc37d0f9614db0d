package io.mpsbridge.replay;

import java.util.List;
import java.util.Map;

/**
 * The state of a replay. Counts include earlier runs, but {@link Events#sent}.
 *
 * @param resumed whether an earlier run has begun it
 * @param partitions selected events by source partition
 * @param reasons selected events by reason or code; {@code (others)} sums those beyond the fiftieth
 * @param skipped skipped records by cause
 * @param unsent selected records that were not sent, or would not be: the first twenty
 * @param notFound task ids that were asked for and not found: the first twenty
 * @param offsetsNotFound the same of single records, as PARTITION:OFFSET
 * @param secondsLeft time for the rest at the requested rate; the quota may slow reprocessed tasks further
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
        List<Unsent> unsent,
        List<String> notFound,
        List<String> offsetsNotFound,
        Ages ages,
        long secondsLeft) {

    /** How far a replay is. */
    public enum State {
        RUNNING,
        /** Everything is counted, nothing sent. */
        DRY_RUN,
        /** All selected events are sent. */
        DONE,
        /** Some selected events could not be sent; all others are. */
        PARTLY_DONE,
        /** Stopped; the same request resumes it. */
        STOPPED
    }

    /** Offsets scanned, of all to scan. */
    public record Offsets(long done, long all) {}

    /**
     * Events by result.
     *
     * @param read records scanned
     * @param sent by this run
     * @param sentInAllRuns by this run and earlier ones of the name
     * @param refused selected events that are too large for their topic
     * @param missing failed tasks and dead letters whose created event is no longer there
     * @param notFound task ids and single records that were asked for and not found
     * @param gone offsets deleted by retention before they were read
     */
    public record Events(
            long read,
            long selected,
            long sent,
            long sentInAllRuns,
            long refused,
            long missing,
            long notFound,
            long gone) {}

    /**
     * Selected events that may be too late.
     *
     * @param imagesGone tasks or results whose images MPS may have deleted
     * @param tasksTooOld tasks that the bridge will answer RESULT_EXPIRED without polling
     */
    public record Ages(long imagesGone, long tasksTooOld) {}
}
