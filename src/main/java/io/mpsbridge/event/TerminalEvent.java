package io.mpsbridge.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A terminal event that the bridge wrote, read back.
 *
 * @param taskId its {@code subject}
 * @param causationId the created event's id
 * @param replayName the replay that it came from, or null
 * @param reason of a failed task, as it is spelled in the event, or null
 * @param imagesAvailableUntil of a completed task, or null if unknown
 */
public record TerminalEvent(
        String taskId,
        String causationId,
        @Nullable String replayName,
        @Nullable String reason,
        @Nullable Instant imagesAvailableUntil) {

    private static final String REASON = "reason";
    private static final String AVAILABLE_UNTIL = "imagesAvailableUntil";
    private static final Set<String> FIELDS = Set.of(REASON, AVAILABLE_UNTIL);

    /** The event of a record, or empty if the bridge did not write it. */
    public static Optional<TerminalEvent> read(InboundRecord record) {
        HeaderTexts headers = new HeaderTexts(record.headers());
        String taskId = headers.lenient(BinaryMode.PREFIX + "subject");
        String causationId = headers.lenient(BinaryMode.PREFIX + "causationid");
        if (taskId == null || causationId == null || record.value() == null) {
            return Optional.empty();
        }
        try {
            Map<String, JsonMember> data =
                    Json.members(Texts.document(record.value(), "the record's value"), FIELDS, "the event's data");
            return Optional.of(new TerminalEvent(
                    taskId,
                    causationId,
                    headers.lenient(BinaryMode.PREFIX + CreatedEvent.REPLAY_NAME),
                    text(data.get(REASON)),
                    Optional.ofNullable(text(data.get(AVAILABLE_UNTIL)))
                            .flatMap(Rfc3339::parse)
                            .orElse(null)));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(@Nullable JsonMember member) {
        return member != null && member.isString() ? member.text() : null;
    }
}
