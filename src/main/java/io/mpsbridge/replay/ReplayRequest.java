package io.mpsbridge.replay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be replayed.
 *
 * @param name names the replay for good: who uses it again goes on with it
 * @param reason for those who ask later why
 * @param perSecond events sent per second at most
 * @param limit events sent at most, in all runs together
 * @param mended what is sent in place of the one letter that is meant, or null
 */
public record ReplayRequest(
        String name,
        String reason,
        Source source,
        Mode mode,
        Selection selection,
        int perSecond,
        long limit,
        @Nullable RecordPatch mended) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_REASON_CHARS = 200;
    private static final int MAX_PER_SECOND = 100_000;
    private static final int FINGERPRINT_BYTES = 8;

    /** Throws {@link InvalidRequestException} for what makes no sense. */
    public ReplayRequest {
        require(
                NAME.matcher(name).matches(),
                RequestField.NAME,
                "must be 1 to 64 letters, digits, '.', '_' and '-', is '%s'",
                name);
        require(
                !reason.isBlank()
                        && reason.length() <= MAX_REASON_CHARS
                        && reason.chars().noneMatch(Character::isISOControl),
                RequestField.REASON,
                "must be 1 to %d characters in one line",
                MAX_REASON_CHARS);
        require(
                source.allows(mode) || mode == Mode.REPROCESS,
                RequestField.MODE,
                "republish makes no sense for %s %s: terminal events can be republished, of the sources completed and"
                        + " failed",
                RequestField.SOURCE,
                lower(source));
        require(
                source.allows(mode) || mode == Mode.REPUBLISH,
                RequestField.MODE,
                "reprocess makes no sense for %s %s: a task that has its images is reprocessed by its created event:"
                        + " %s created %s",
                RequestField.SOURCE,
                lower(source),
                RequestField.SOURCE,
                RequestField.TASK_IDS);
        require(
                source.hasReasons() || selection.reasons().isEmpty(),
                RequestField.REASONS,
                "chooses among %s failed and dlt, not %s",
                RequestField.SOURCE,
                lower(source));
        require(
                source != Source.DLT || selection.taskIds().isEmpty(),
                RequestField.TASK_IDS,
                "cannot choose among dead letters, most of which have none that can be read; use %s PARTITION:OFFSET",
                RequestField.RANGES);
        require(
                perSecond >= 1 && perSecond <= MAX_PER_SECOND,
                RequestField.PER_SECOND,
                "must be from 1/s to %d/s, is %d",
                MAX_PER_SECOND,
                perSecond);
        require(limit >= 1, RequestField.LIMIT, "must be at least 1, is %d", limit);
    }

    /** Tells whether a replay of the same name is the same replay; rate and reason may change on the way. */
    String fingerprint() {
        try {
            String text = String.join(
                    "\n",
                    lower(source),
                    lower(mode),
                    selection.canonical(),
                    String.valueOf(limit),
                    mended == null ? "" : mended.canonical());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether created events are found by the terminal events of their tasks. */
    boolean isOfFailedTasks() {
        return source == Source.FAILED && mode == Mode.REPROCESS;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void require(boolean holds, RequestField field, String problem, Object... arguments) {
        if (!holds) {
            throw new InvalidRequestException(field, problem, arguments);
        }
    }
}
