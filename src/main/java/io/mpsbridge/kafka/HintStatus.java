package io.mpsbridge.kafka;

/**
 * What became of hints. Each record counts once.
 *
 * @param on whether a topic of hints is configured
 * @param readable whether it can be read at present
 * @param taken named a task in flight here
 * @param unknown named none: it ended, or another replica has it
 * @param ignored named nothing that may be a task
 * @param skipped not read, since too many came
 */
public record HintStatus(boolean on, boolean readable, long taken, long unknown, long ignored, long skipped) {

    /** No topic is configured. */
    public static final HintStatus OFF = new HintStatus(false, false, 0, 0, 0, 0);

    static final HintStatus BEGIN = new HintStatus(true, false, 0, 0, 0, 0);

    HintStatus readable(boolean now) {
        return new HintStatus(on, now, taken, unknown, ignored, skipped);
    }

    HintStatus plus(long moreTaken, long moreUnknown, long moreIgnored) {
        return new HintStatus(on, readable, taken + moreTaken, unknown + moreUnknown, ignored + moreIgnored, skipped);
    }

    HintStatus plusSkipped(long more) {
        return new HintStatus(on, readable, taken, unknown, ignored, skipped + more);
    }
}
