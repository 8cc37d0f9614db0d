package io.mpsbridge.config;

/**
 * Where a value came from.
 *
 * @param detail the option, variable or file; empty for a default
 */
public record ValueOrigin(Source source, String detail) {

    /** From the highest precedence to the lowest. */
    public enum Source {
        COMMAND_LINE("command line", 400),
        ENVIRONMENT("environment", 300),
        FILE("file", 200),
        DEFAULT("default", 100);

        private final String label;
        private final int rank;

        Source(String label, int rank) {
            this.label = label;
            this.rank = rank;
        }

        /** The higher one wins. */
        int rank() {
            return rank;
        }
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? source.label : source.label + " " + detail;
    }
}
