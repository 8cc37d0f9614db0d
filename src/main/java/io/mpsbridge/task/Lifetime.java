package io.mpsbridge.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an ended task took: longer than {@code unfinished}, no longer than {@code ended}. Ages count from the task's
 * submission.
 *
 * @param scope whose task it was
 * @param model what it was made with
 * @param unfinished the age at which it was last known to be unfinished
 * @param ended the age at which it was found ended; not less
 */
public record Lifetime(QuotaScope scope, @Nullable String model, Duration unfinished, Duration ended) {
    public Lifetime {
        if (unfinished.isNegative() || ended.compareTo(unfinished) < 0) {
            throw new IllegalArgumentException(
                    "a task cannot end at " + ended + " that was unfinished at " + unfinished);
        }
    }
}
