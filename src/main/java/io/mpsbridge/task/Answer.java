package io.mpsbridge.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll.
 *
 * @param date the peer's clock when it answered, to a second; null without an answer or in one that does not tell
 */
public record Answer(Verdict verdict, @Nullable Instant date) {}
