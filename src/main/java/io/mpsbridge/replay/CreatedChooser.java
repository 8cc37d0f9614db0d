package io.mpsbridge.replay;

import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.ReplayedEvents;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Selects created events. */
final class CreatedChooser implements Decision.Chooser {

    private final Selection selection;
    private final WantedTasks tasks;
    private final Sending sending;

    CreatedChooser(Selection selection, WantedTasks tasks, Sending sending) {
        this.selection = selection;
        this.tasks = tasks;
        this.sending = sending;
    }

    @Override
    public Decision decide(InboundRecord record) {
        if (!selection.isIn(record.timestamp())) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        Decoded decoded = sending.decoder().decode(record);
        if (!(decoded instanceof Decoded.Task task)) {
            return new Decision.Passed(decoded instanceof Decoded.Tombstone ? Skip.NO_VALUE : Skip.UNREADABLE);
        }
        if (!tasks.takes(task.task().taskId())) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        if (sending.replayName().equals(task.task().lineage().replayName())) {
            return new Decision.Passed(Skip.SENT_BEFORE);
        }
        if (task.task().lineage().replayName() != null && !selection.includeReplayed()) {
            return new Decision.Passed(Skip.REPLAYED);
        }
        return sending.created(record, task.task(), null);
    }

    /**
     * How to send created events.
     *
     * @param now for judging ages
     * @param maxTaskAge the bridge does not poll older tasks
     */
    record Sending(EventDecoder decoder, String replayName, Instant now, Duration maxTaskAge) {

        Decision.Chosen created(InboundRecord record, TaskCreated task, @Nullable String reason) {
            return new Decision.Chosen(
                    ReplayedEvents.created(record, replayName),
                    record.partition(),
                    reason,
                    isProbablyDeleted(task),
                    isTooOld(task.recordedAt()));
        }

        /** A guess: what the task made is kept from its end on, which is later than its creation. */
        private boolean isProbablyDeleted(TaskCreated task) {
            Duration kept = task.scope().kind().retention();
            return kept != null && Times.plus(task.createdAt(), kept).isBefore(now);
        }

        /** Judged as the bridge does, by the record's timestamp alone. */
        private boolean isTooOld(@Nullable Instant recordedAt) {
            return recordedAt != null && Times.plus(recordedAt, maxTaskAge).isBefore(now);
        }
    }
}
