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

    public ReplayRequest {
        require(
                NAME.matcher(name).matches(),
                "--name must be 1 to 64 letters, digits, '.', '_' and '-', is '" + name + "'");
        require(
                !reason.isBlank()
                        && reason.length() <= MAX_REASON_CHARS
                        && reason.chars().noneMatch(Character::isISOControl),
                "--reason must be 1 to " + MAX_REASON_CHARS + " characters in one line");
        require(
                source.allows(mode),
                "--mode " + lower(mode) + " makes no sense for --source " + lower(source) + ": "
                        + (mode == Mode.REPUBLISH
                                ? "terminal events can be republished, of the sources completed and failed"
                                : "a task that has its images is reprocessed by its created event: --source created"
                                        + " --task-id"));
        require(
                source.hasReasons() || selection.reasons().isEmpty(),
                "--failure-reason chooses among --source failed and dlt, not " + lower(source));
        require(
                source != Source.DLT || selection.taskIds().isEmpty(),
                "--task-id cannot choose among dead letters, most of which have none that can be read; use --partition"
                        + " PARTITION:OFFSET");
        require(perSecond >= 1 && perSecond <= MAX_PER_SECOND, "--rate must be from 1/s to 100000/s, is " + perSecond);
        require(limit >= 1, "--limit must be at least 1, is " + limit);
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

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
