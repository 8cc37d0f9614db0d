package io.mpsbridge.chaos;

import java.util.List;

/**
 * What a created event may end as: {@code completed}, {@code failed REASON}, {@code dead CODE}, or {@code dead *} for a
 * dead letter of any code but {@code internal-error}, which says that the bridge failed.
 */
record Expected(List<String> endings) {
    static final String COMPLETED = "completed";
    static final String FAILED = "failed ";
    static final String DEAD = "dead ";
    static final Expected DONE = new Expected(List.of(COMPLETED));

    private static final String ANY = "*";
    private static final String INTERNAL_ERROR = DEAD + "internal-error";
    private static final String BETWEEN = "|";

    Expected {
        endings = List.copyOf(endings);
    }

    static Expected of(String... endings) {
        return new Expected(List.of(endings));
    }

    static Expected failed(String... reasons) {
        return new Expected(List.of(reasons).stream().map(FAILED::concat).toList());
    }

    /** Of what {@link #toString} wrote. */
    static Expected parse(String text) {
        return new Expected(List.of(text.split("\\" + BETWEEN, -1)));
    }

    boolean allows(String ending) {
        return endings.contains(ending)
                || endings.contains(ANY)
                || (ending.startsWith(DEAD) && !ending.equals(INTERNAL_ERROR) && endings.contains(DEAD + ANY));
    }

    /** Nothing is known about the event. */
    static Expected anything() {
        return of(ANY);
    }

    @Override
    public String toString() {
        return String.join(BETWEEN, endings);
    }
}
