package io.mpsbridge.cli;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.replay.Redrives;
import io.mpsbridge.replay.ReplayException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Which letters were sent again, or that this is not known. */
final class Redriven {
    private final Optional<Redrives> known;

    private Redriven(Optional<Redrives> known) {
        this.known = known;
    }

    /** Listing letters needs no right to see groups: without it, that alone is missing. */
    static Redriven read(KafkaSettings kafka, PrintWriter err) throws InterruptedException {
        try {
            return new Redriven(Optional.of(Redrives.read(kafka)));
        } catch (ReplayException e) {
            err.println("mps-bridge: " + ForeignText.clean(String.valueOf(e.getMessage())));
            err.flush();
            return new Redriven(Optional.empty());
        }
    }

    /** The names that have sent the letter, if known. */
    Optional<List<String>> names(DeadLetter letter) {
        return known.map(redrives -> redrives.of(letter.partition(), letter.offset()));
    }

    /** For a table. */
    String shown(DeadLetter letter) {
        return names(letter)
                .map(names -> names.isEmpty() ? "-" : String.join(", ", names))
                .orElse("?");
    }
}
