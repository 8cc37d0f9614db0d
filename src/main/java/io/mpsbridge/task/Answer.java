package io.mpsbridge.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll.
 *
 * @param date the peer's clock when it answered, to a second; null without an answer or a date in it
 */
public record Answer(Verdict verdict, @Nullable Instant date) {}
