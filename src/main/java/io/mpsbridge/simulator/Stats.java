package io.mpsbridge.simulator;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has happened at the simulator so far.
 *
 * @param calls arrivals of {@code DescribeAigcImageTask}, whoever sent them
 * @param peak the most of them in any half-open window of one second
 * @param peakAt when the first such window began, or null without any call
 * @param refused those over the limit
 * @param authFailures true answers, of both actions, whose code begins with {@code AuthFailure}
 * @param statuses true answers by status; CREATED counts the tasks that were created by a call
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

    /** By name, so that equal stats read alike. */
    private static Map<String, Long> sorted(Map<String, Long> counts) {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /**
     * How many tasks there are, and how far they have come.
     *
     * @param ended tasks whose true end has passed
     * @param seenEnded tasks of which a caller was told the end
     * @param asked tasks that were asked about at least once
     * @param polls admitted calls about all of them
     */
    public record TaskCounts(int created, int ended, int seenEnded, int asked, long polls) {}

    /**
     * Where the tasks are that there are by now.
     *
     * @param waiting tasks that have not started yet
     * @param running tasks that have started and not ended
     * @param started tasks that have started, in all
     * @param waited tasks that found no slot free when they came; 0 without {@code --concurrency}
     * @param mostRunning the most tasks of one model that ran at once; 0 without {@code --concurrency}
     */
    public record Queue(int waiting, int running, int started, int waited, int mostRunning) {}

    /** From the true end to the sending of the first answer that told of it, over {@code count} tasks; zeros without any. */
    public record DetectionDelay(
            int count, double meanSeconds, double p50Seconds, double p99Seconds, double maxSeconds) {}
}
