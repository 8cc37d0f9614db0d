package io.mpsbridge.cli;

/** What the process tells whoever started it. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    /** Wrong usage or configuration. */
    static final int USAGE = 2;
    /** Some of what was asked for is done: stopped on the way, or not possible for all. */
    static final int PARTLY = 3;

    private ExitCode() {}
}
