package io.mpsbridge.replay;

import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.TerminalEvent;
import io.mpsbridge.task.TaskCreated;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the created events of failed tasks: first collects the selected terminal events, then selects the created
 * events by the event id and task id that those name. Sends the original and skips its replays.
 */
final class FailedTasks implements Decision.Chooser {
    /** About 200 bytes each. */
    private static final int MOST = 1_000_000;

    private final CreatedChooser.Sending sending;
    private final Map<Key, String> reasons = new HashMap<>();
    private final Set<Key> found = new HashSet<>();

    FailedTasks(CreatedChooser.Sending sending) {
        this.sending = sending;
    }

    private record Key(String eventId, String taskId) {}

    /** Collects a selected terminal event; always true, to continue the scan. */
    boolean add(InboundRecord record) {
        TerminalEvent.read(record).ifPresent(event -> {
            String reason = event.reason() == null ? "" : event.reason();
            reasons.put(new Key(event.causationId(), event.taskId()), reason);
        });
        if (reasons.size() > MOST) {
            throw new ReplayException(
                    "more than " + MOST + " failed tasks are selected; narrow %s and %s",
                    RequestField.FROM,
                    RequestField.TO);
        }
        return true;
    }

    @Override
    public Decision decide(InboundRecord record) {
        if (!(sending.decoder().decode(record) instanceof Decoded.Task decoded)) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        TaskCreated task = decoded.task();
        Key key = new Key(task.lineage().eventId(), task.taskId());
        String reason = reasons.get(key);
        if (reason == null || task.lineage().replayName() != null) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        found.add(key);
        return sending.created(record, task, reason);
    }

    /** Failed tasks whose created event was not found. */
    int missing() {
        return reasons.size() - found.size();
    }
}
