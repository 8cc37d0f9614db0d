package io.mpsbridge.cli;

import io.mpsbridge.replay.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Collects what is wrong with a command's arguments, to tell all of it at once. */
final class UsageMistakes {
    private final CommandLine command;
    private final List<String> messages = new ArrayList<>();

    UsageMistakes(CommandLine command) {
        this.command = command;
    }

    /** Several mistakes, a message for each. */
    static final class Found extends ParameterException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> messages; // nobody serializes it

        Found(CommandLine command, List<String> messages) {
            super(command, String.join("; ", messages));
            this.messages = List.copyOf(messages);
        }

        List<String> messages() {
            return messages;
        }
    }

    void add(String message) {
        messages.add(message);
    }

    void require(boolean holds, String message) {
        if (!holds) {
            add(message);
        }
    }

    /** What it makes, or null if the arguments for it are wrong; {@link #report} throws then. */
    <T> @Nullable T collect(Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidRequestException e) {
            messages.addAll(e.messages(RequestOptions.names(command)));
        } catch (ParameterException e) {
            messages.add(String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** Throws if there are any. */
    void report() {
        if (!messages.isEmpty()) {
            throw new Found(command, messages);
        }
    }
}
