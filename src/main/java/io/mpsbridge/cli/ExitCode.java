package io.mpsbridge.cli;

/** The exit codes of every command. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    /** Wrong usage or configuration. */
    static final int USAGE = 2;
    /** Stopped before the end, or not possible for all that was asked for. */
    static final int PARTLY = 3;

    private ExitCode() {}
}
