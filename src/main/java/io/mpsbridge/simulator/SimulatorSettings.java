package io.mpsbridge.simulator;

/**
 * Settings of a simulator. Invalid ones throw an {@link IllegalArgumentException} whose message begins with the option.
 *
 * @param port 0 for any free port
 * @param concurrency how many tasks of a model run at once
 * @param rateLimit {@code DescribeAigcImageTask} calls admitted in any one-second window; 0: no limit
 * @param maxTasks tasks held at most; further ones are refused with {@code ResourceInsufficient}
 */
public record SimulatorSettings(
        String host,
        int port,
        Account account,
        Workload workload,
        Concurrency concurrency,
        int rateLimit,
        int maxTasks) {

    public SimulatorSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("--host: must not be empty");
        }
        requireRange("--port", port, 0, 65_535);
        requireRange("--rate-limit", rateLimit, 0, 1_000_000);
        requireRange("--max-tasks", maxTasks, 1, 100_000_000);
    }

    /** On a free port of the loopback interface, with the vendor's limit of 20 and room for a million tasks. */
    public static SimulatorSettings of(Account account) {
        return new SimulatorSettings("127.0.0.1", 0, account, Workload.DEFAULT, Concurrency.UNLIMITED, 20, 1_000_000);
    }

    public SimulatorSettings withAddress(String newHost, int newPort) {
        return new SimulatorSettings(newHost, newPort, account, workload, concurrency, rateLimit, maxTasks);
    }

    public SimulatorSettings withWorkload(Workload newWorkload) {
        return new SimulatorSettings(host, port, account, newWorkload, concurrency, rateLimit, maxTasks);
    }

    public SimulatorSettings withConcurrency(Concurrency newConcurrency) {
        return new SimulatorSettings(host, port, account, workload, newConcurrency, rateLimit, maxTasks);
    }

    public SimulatorSettings withRateLimit(int newRateLimit) {
        return new SimulatorSettings(host, port, account, workload, concurrency, newRateLimit, maxTasks);
    }

    public SimulatorSettings withMaxTasks(int newMaxTasks) {
        return new SimulatorSettings(host, port, account, workload, concurrency, rateLimit, newMaxTasks);
    }

    private static void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + ": must be from " + least + " to " + most + ", not " + value);
        }
    }
}
