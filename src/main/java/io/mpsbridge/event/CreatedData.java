package io.mpsbridge.event;

import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.TaskKind;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The validated data of a created event. */
record CreatedData(
        String taskId,
        TaskKind kind,
        @Nullable String account,
        @Nullable String model,
        @Nullable ClaimedTime submittedAt,
        @Nullable ClaimedTime deadline,
        @Nullable String metadata) {

    private static final int MAX_CHARS = 256;
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");
    private static final Set<String> FIELDS =
            Set.of("taskId", "kind", "account", "model", "submittedAt", "deadline", "metadata");

    /** Reads one JSON object. */
    static CreatedData parse(String json) throws RejectedException {
        Map<String, JsonMember> members = Json.members(json, FIELDS, "the event's data");
        return new CreatedData(
                taskId(members.get("taskId")),
                kind(string(members, "kind")),
                account(string(members, "account")),
                model(string(members, "model")),
                time(members, "submittedAt", ClaimedTime.Source.SUBMITTED_AT),
                time(members, "deadline", ClaimedTime.Source.DEADLINE),
                metadata(members.get("metadata")));
    }

    /** Whether a text may be a task's id. */
    static boolean isTaskId(String text) {
        return !text.isEmpty() && text.codePointCount(0, text.length()) <= MAX_CHARS && Texts.isVisible(text);
    }

    private static String taskId(@Nullable JsonMember member) throws RejectedException {
        if (member == null || member.isNull()) {
            throw new RejectedException(
                    RejectionCode.MISSING_TASK_ID,
                    "the event's data has no taskId; send the TaskId that CreateAigcImageTask (or the create call of its kind) answered");
        }
        String taskId = string("taskId", member);
        int length = taskId.codePointCount(0, taskId.length());
        if (length < 1 || length > MAX_CHARS) {
            throw invalid("taskId", "must have 1 to " + MAX_CHARS + " characters, has " + length);
        }
        if (!Texts.isVisible(taskId)) {
            throw invalid("taskId", "must have visible characters alone, no spaces: " + Texts.shown(taskId));
        }
        return taskId;
    }

    private static TaskKind kind(@Nullable String kind) throws RejectedException {
        if (kind == null) {
            return TaskKind.IMAGE;
        }
        return TaskKind.named(kind)
                .orElseThrow(() -> new RejectedException(
                        RejectionCode.UNKNOWN_KIND,
                        "the field 'kind' must be one of " + TaskKind.labels() + ", or left out for an image, is "
                                + Texts.shown(kind)));
    }

    private static @Nullable String account(@Nullable String account) throws RejectedException {
        if (account != null && !ACCOUNT.matcher(account).matches()) {
            throw invalid(
                    "account",
                    "must be an account's name (letters, digits, '-' and '_'), or left out for the default account,"
                            + " is " + Texts.shown(account));
        }
        return account;
    }

    private static @Nullable String model(@Nullable String model) throws RejectedException {
        if (model != null && model.codePointCount(0, model.length()) > MAX_CHARS) {
            throw invalid("model", "must have at most " + MAX_CHARS + " characters");
        }
        if (model != null && !Texts.isPlain(model)) {
            throw invalid("model", "has a control character or half a surrogate pair: " + Texts.shown(model));
        }
        return model;
    }

    private static @Nullable ClaimedTime time(Map<String, JsonMember> members, String name, ClaimedTime.Source source)
            throws RejectedException {
        String text = string(members, name);
        if (text == null) {
            return null;
        }
        return Rfc3339.parse(text)
                .map(time -> new ClaimedTime(source, time))
                .orElseThrow(() -> invalid(
                        name, "must be a moment after RFC 3339 such as 2026-11-23T09:30:00Z, is " + Texts.shown(text)));
    }

    private static @Nullable String metadata(@Nullable JsonMember member) throws RejectedException {
        if (member == null || member.isNull()) {
            return null;
        }
        if (!member.isObject()) {
            throw invalid("metadata", "must be a JSON object, is " + Json.described(member.type()));
        }
        return member.text();
    }

    private static @Nullable String string(Map<String, JsonMember> members, String name) throws RejectedException {
        JsonMember member = members.get(name);
        return member == null || member.isNull() ? null : string(name, member);
    }

    private static String string(String name, JsonMember member) throws RejectedException {
        if (!member.isString()) {
            throw invalid(name, "must be a string, is " + Json.described(member.type()));
        }
        return member.text();
    }

    private static RejectedException invalid(String name, String problem) {
        return new RejectedException(RejectionCode.INVALID_FIELD, "the field '" + name + "' " + problem);
    }
}
