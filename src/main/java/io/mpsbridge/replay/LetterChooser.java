package io.mpsbridge.replay;

import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.InboundRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Selects dead letters, and sends the record that each one holds, patched or unchanged. */
final class LetterChooser implements Decision.Chooser {

    private final Selection selection;
    private final CreatedChooser.Sending sending;
    private final Originals originals;
    private final @Nullable RecordPatch patch;

    LetterChooser(
            Selection selection, CreatedChooser.Sending sending, Originals originals, @Nullable RecordPatch patch) {
        this.selection = selection;
        this.sending = sending;
        this.originals = originals;
        this.patch = patch;
    }

    /** The topic that dead-lettered records came from. */
    interface Originals {
        String topic();

        /** The record, if the topic still holds it. */
        Optional<InboundRecord> at(int partition, long offset);
    }

    @Override
    public Decision decide(InboundRecord record) {
        if (!selection.isIn(record.timestamp())) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        Optional<DeadLetter> read = DeadLetter.read(record);
        // A letter may name any topic; write only to ours.
        if (read.isEmpty() || !read.get().original().topic().equals(originals.topic())) {
            return foreign(read);
        }
        if (!selection.hasReason(read.get().code())) {
            return new Decision.Passed(Skip.NOT_SELECTED);
        }
        Optional<InboundRecord> original = original(read.get());
        return original.isEmpty()
                ? new Decision.Passed(
                        Skip.MISSING,
                        read.get().code() + ": the letter does not hold the whole record, and the topic "
                                + originals.topic() + " no longer has it; send its value with a patch")
                : decide(original.get(), read.get().code());
    }

    private Decision foreign(Optional<DeadLetter> read) {
        return new Decision.Passed(
                Skip.FOREIGN,
                read.isEmpty()
                        ? "not a dead letter of the bridge"
                        : "a dead letter of the topic " + read.get().original().topic() + ", not of "
                                + originals.topic());
    }

    private Decision decide(InboundRecord original, String code) {
        Decoded decoded = sending.decoder().decode(original);
        if (decoded instanceof Decoded.Unreadable unreadable && patch != null) {
            throw new ReplayException(
                    "the patched record would become a dead letter again: %s",
                    unreadable.rejection().message());
        }
        if (decoded instanceof Decoded.Unreadable unreadable) {
            return new Decision.Passed(
                    Skip.UNREADABLE,
                    "it would become a dead letter again: "
                            + unreadable.rejection().message());
        }
        if (!(decoded instanceof Decoded.Task task)) {
            return new Decision.Passed(Skip.NO_VALUE);
        }
        if (task.task().lineage().replayName() != null && !selection.includeReplayed()) {
            return new Decision.Passed(
                    Skip.REPLAYED, "its record is a replay itself: redrive it alone, by its PARTITION:OFFSET");
        }
        return sending.created(original, task.task(), code);
    }

    private Optional<InboundRecord> original(DeadLetter letter) {
        if (patch != null && patch.value() != null) {
            return Optional.of(patch.applied(letter.original()));
        }
        InboundRecord original = letter.original();
        Optional<InboundRecord> found =
                letter.whole() ? Optional.of(original) : originals.at(original.partition(), original.offset());
        return patch == null ? found : found.map(patch::applied);
    }
}
