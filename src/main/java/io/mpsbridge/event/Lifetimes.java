package io.mpsbridge.event;

import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.Lifetime;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from a terminal event how long its task took. */
public final class Lifetimes {

    private static final Set<String> FIELDS =
            Set.of("kind", "account", "model", "submittedAt", "lastUnfinishedAt", "detectedAt", "reason");

    /** MPS keeps tasks no longer; earlier releases did not check the submission that they echoed. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private Lifetimes() {}

    /**
     * Reads a terminal event's data.
     *
     * @return empty if it lacks the times of submission, last poll that found it unfinished, or end; if these
     *     contradict each other; or if the task was given up rather than ended
     */
    public static Optional<Lifetime> read(byte[] data) {
        try {
            return read(Json.members(Texts.document(data, "the record's value"), FIELDS, "the event's data"));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private static Optional<Lifetime> read(Map<String, JsonMember> data) {
        String reason = text(data, "reason");
        Instant submitted = instant(data, "submittedAt");
        Instant unfinished = instant(data, "lastUnfinishedAt");
        Instant detected = instant(data, "detectedAt");
        boolean ended = reason == null || reason.equals(FailureReason.GENERATION_FAILED.name());
        if (!ended || submitted == null || unfinished == null || detected == null) {
            return Optional.empty();
        }
        if (unfinished.isBefore(submitted)
                || detected.isBefore(unfinished)
                || Times.plus(submitted, LONGEST).isBefore(detected)) {
            return Optional.empty();
        }
        return scope(data)
                .map(scope -> new Lifetime(
                        scope,
                        text(data, "model"),
                        Duration.between(submitted, unfinished),
                        Duration.between(submitted, detected)));
    }

    /** An event without a kind is of a release that knew images alone. */
    private static Optional<QuotaScope> scope(Map<String, JsonMember> data) {
        String kind = text(data, "kind");
        Optional<TaskKind> known = kind == null ? Optional.of(TaskKind.IMAGE) : TaskKind.named(kind);
        return known.map(named -> new QuotaScope(text(data, "account"), named));
    }

    private static @Nullable Instant instant(Map<String, JsonMember> data, String name) {
        String text = text(data, name);
        return text == null ? null : Rfc3339.parse(text).orElse(null);
    }

    private static @Nullable String text(Map<String, JsonMember> data, String name) {
        JsonMember member = data.get(name);
        return member != null && member.isString() ? member.text() : null;
    }
}
