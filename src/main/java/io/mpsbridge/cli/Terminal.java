package io.mpsbridge.cli;

import java.io.Console;

/** Whether a person is watching. */
final class Terminal {

    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // both answers are dealt with
    static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there can be a console without a terminal.
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
