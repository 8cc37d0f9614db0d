package io.mpsbridge.replay;

import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.ReplayedEvents;
import io.mpsbridge.event.TerminalEvent;
import java.time.Instant;
import java.util.Optional;

/** Selects terminal events. */
final class TerminalChooser implements Decision.Chooser {

    private final Selection selection;
    private final WantedTasks tasks;
    private final String replayName;
    private final Instant now;

    TerminalChooser(Selection selection, WantedTasks tasks, String replayName, Instant now) {
        this.selection = selection;
        this.tasks = tasks;
        this.replayName = replayName;
        this.now = now;
    }

    @Override
    public Decision decide(InboundRecord record) {
        if (!selection.isIn(record.timestamp())) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        if (record.value() == null) {
            return new Decision.Passed(Skip.NO_VALUE);
        }
        Optional<TerminalEvent> read = TerminalEvent.read(record);
        if (read.isEmpty()) {
            return new Decision.Passed(Skip.UNREADABLE);
        }
        TerminalEvent event = read.get();
        if (!tasks.takes(event.taskId()) || !hasReason(event)) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        if (replayName.equals(event.replayName())) {
            return new Decision.Passed(Skip.SENT_BEFORE);
        }
        if (event.replayName() != null && !selection.includeReplayed()) {
            return new Decision.Passed(Skip.REPLAYED);
        }
        boolean gone = event.reason() == null
                && (event.imagesAvailableUntil() == null
                        || event.imagesAvailableUntil().isBefore(now));
        return new Decision.Chosen(
                ReplayedEvents.terminal(record, replayName), record.partition(), event.reason(), gone, false);
    }

    private boolean hasReason(TerminalEvent event) {
        return selection.hasReason(event.reason() == null ? "" : event.reason());
    }
}
