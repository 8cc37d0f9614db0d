package io.mpsbridge.simulator;

/**
 * How many tasks of a model run at once, and which waiting task starts next. The simulator has one account and one kind
 * of task, so that each model has a queue of its own, as in the service.
 *
 * @param slots of each model; 0: no queue, all tasks run at once
 * @param order in which waiting tasks start
 */
public record Concurrency(int slots, Order order) {

    /** No queue. */
    public static final Concurrency UNLIMITED = new Concurrency(0, Order.FIFO);

    private static final String OPTION = "--concurrency";
    private static final int MAX_SLOTS = 1_000_000;

    public Concurrency {
        if (slots < 0 || slots > MAX_SLOTS) {
            throw invalid(String.valueOf(slots));
        }
        if (slots == 0 && order != Order.FIFO) {
            throw new IllegalArgumentException("--order: '" + order + "' needs tasks that wait; set " + OPTION
                    + " to 1 or more, or leave --order out");
        }
    }

    /**
     * Parses the values of {@code --concurrency} and {@code --order}.
     *
     * @throws IllegalArgumentException if one is invalid; the message begins with the option
     */
    public static Concurrency parse(String slots, String order) {
        try {
            return new Concurrency(Integer.parseInt(slots), Order.parse(order));
        } catch (NumberFormatException e) {
            throw invalid(slots);
        }
    }

    private static IllegalArgumentException invalid(String value) {
        return new IllegalArgumentException(OPTION + ": '" + value + "' is not a whole number from 0 to " + MAX_SLOTS
                + "; set it to how many tasks of a model run at once, or to 0 for no queue");
    }
}
