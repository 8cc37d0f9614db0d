package io.mpsbridge.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one poll.
 *
 * @param date the peer's time when it answered, cut to a second; null if no answer came or it did not say
 */
public record Answer(Verdict verdict, @Nullable Instant date) {}
