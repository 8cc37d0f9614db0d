package io.mpsbridge.cli;

import io.mpsbridge.check.Preflight;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.input.ForeignText;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;

/** What commands that use Kafka have in common. */
final class KafkaCommands {

    private KafkaCommands() {}

    /**
     * Whether the brokers answer and have these topics; else says what is missing, and that nothing was done.
     *
     * @param nothing such as "nothing was sent"
     */
    static boolean areReady(CommandLine command, KafkaSettings kafka, Collection<String> topics, String nothing) {
        try {
            List<String> problems = new Preflight(kafka).problems(topics);
            problems.forEach(problem -> command.getErr().println("mps-bridge: " + ForeignText.clean(problem)));
            if (!problems.isEmpty()) {
                command.getErr()
                        .println("Because of this " + nothing + ". To see everything that is missing: "
                                + Invocation.command("check"));
                command.getErr().flush();
            }
            return problems.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
