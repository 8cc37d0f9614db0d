package io.mpsbridge.replay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to replay.
 *
 * @param name identifies the replay; the same name resumes it
 * @param reason for whoever asks later why
 * @param perSecond events to send per second at most
 * @param limit events to send at most, in all runs together
 * @param patch the patch for a single dead letter, or null
 */
public record ReplayRequest(
        String name,
        String reason,
        Source source,
        Mode mode,
        Selection selection,
        int perSecond,
        long limit,
        @Nullable RecordPatch patch) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_REASON_CHARS = 200;
    private static final int MAX_PER_SECOND = 100_000;
    private static final int FINGERPRINT_BYTES = 8;

    /** Throws {@link InvalidRequestException} for invalid values and combinations, all at once. */
    public ReplayRequest {
        RequestRules rules = new RequestRules();
        rules.require(
                NAME.matcher(name).matches(),
                RequestField.NAME,
                "must be 1 to 64 letters, digits, '.', '_' and '-', is '%s'",
                name);
        rules.require(
                !reason.isBlank()
                        && reason.length() <= MAX_REASON_CHARS
                        && reason.chars().noneMatch(Character::isISOControl),
                RequestField.REASON,
                "must be 1 to %d characters in one line",
                MAX_REASON_CHARS);
        rules.require(
                source.allows(mode) || mode == Mode.REPROCESS,
                RequestField.MODE,
                "republish needs %s completed or failed, whose terminal events it sends again; is %s",
                RequestField.SOURCE,
                lower(source));
        rules.require(
                source.allows(mode) || mode == Mode.REPUBLISH,
                RequestField.MODE,
                "reprocess does not work with %s %s; reprocess a completed task by its created event: %s created %s",
                RequestField.SOURCE,
                lower(source),
                RequestField.SOURCE,
                RequestField.TASK_IDS);
        rules.require(
                source.hasReasons() || selection.reasons().isEmpty(),
                RequestField.REASONS,
                "selects from %s failed and dlt only, is %s",
                RequestField.SOURCE,
                lower(source));
        if (source.hasReasons()) {
            source.requireKnown(selection.reasons(), rules);
        }
        rules.require(
                source != Source.DLT || selection.taskIds().isEmpty(),
                RequestField.TASK_IDS,
                "cannot select dead letters, most of which have no readable id; use %s PARTITION:OFFSET",
                RequestField.RANGES);
        rules.require(
                perSecond >= 1 && perSecond <= MAX_PER_SECOND,
                RequestField.PER_SECOND,
                "must be from 1/s to %d/s, is %d",
                MAX_PER_SECOND,
                perSecond);
        rules.require(limit >= 1, RequestField.LIMIT, "must be at least 1, is %d", limit);
        selection.check(rules);
        rules.enforce();
    }

    /** Identifies the selection of a replay; rate and reason may differ between its runs. */
    String fingerprint() {
        try {
            String text = String.join(
                    "\n",
                    lower(source),
                    lower(mode),
                    selection.canonical(),
                    String.valueOf(limit),
                    patch == null ? "" : patch.canonical());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether to find created events through the terminal events of their tasks. */
    boolean isOfFailedTasks() {
        return source == Source.FAILED && mode == Mode.REPROCESS;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
