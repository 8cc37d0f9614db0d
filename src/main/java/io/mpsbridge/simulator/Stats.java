package io.mpsbridge.simulator;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's statistics since its start.
 *
 * @param calls arrivals of {@code DescribeAigcImageTask} from anyone
 * @param peak the most of them in any half-open window of one second
 * @param peakAt when the first such window began; null before any call
 * @param refused calls over the limit
 * @param authFailures true answers, of both actions, whose code begins with {@code AuthFailure}
 * @param statuses true answers by status; CREATED counts tasks created by a call
 * @param errors true answers by error code
 * @param faults hits by kind of fault; the answers they replaced are in no other count
 */
public record Stats(
        Instant startedAt,
        long calls,
        int peak,
        @Nullable Instant peakAt,
        long refused,
        long authFailures,
        Map<String, Long> statuses,
        Map<String, Long> errors,
        Map<String, Long> faults,
        TaskCounts tasks,
        Queue queue,
        DetectionDelay detectionDelay) {

    public Stats {
        statuses = sorted(statuses);
        errors = sorted(errors);
        faults = sorted(faults);
    }

    /** Sorts by name, so that equal stats look equal. */
    private static Map<String, Long> sorted(Map<String, Long> counts) {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /**
     * Counts of tasks.
     *
     * @param ended tasks whose true end has passed
     * @param seenEnded tasks whose end a caller has seen
     * @param asked tasks polled at least once
     * @param polls admitted calls about all tasks
     */
    public record TaskCounts(int created, int ended, int seenEnded, int asked, long polls) {}

    /**
     * How many tasks wait and run.
     *
     * @param waiting tasks that have not started
     * @param running tasks that have started and not ended
     * @param started all tasks that have started, ended ones too
     * @param waited tasks that found no free slot at their arrival; 0 without {@code --concurrency}
     * @param mostRunning the most tasks of one model that ran at once; 0 without {@code --concurrency}
     */
    public record Queue(int waiting, int running, int started, int waited, int mostRunning) {}

    /** From the true end to sending the first answer that carried it, over {@code count} tasks; zeros without any. */
    public record DetectionDelay(
            int count, double meanSeconds, double p50Seconds, double p99Seconds, double maxSeconds) {}
}
