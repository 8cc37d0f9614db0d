package io.mpsbridge.simulator;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a simulator. Invalid ones throw an {@link IllegalArgumentException} whose message begins with the option.
 *
 * @param port 0 for any free port
 * @param accounts those that can call; the first has the tasks that are created without naming one
 * @param concurrency how many tasks of a model run at once
 * @param maxTasks tasks held at most; further ones are refused with {@code ResourceInsufficient}
 */
public record SimulatorSettings(
        String host,
        int port,
        List<Account> accounts,
        Workload workload,
        Concurrency concurrency,
        RateLimits rateLimits,
        int maxTasks) {

    public SimulatorSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("--host: must not be empty");
        }
        requireRange("--port", port, 0, 65_535);
        requireRange("--max-tasks", maxTasks, 1, 100_000_000);
        accounts = List.copyOf(accounts);
        requireDistinct(accounts);
    }

    /**
     * On a free port of the loopback interface, with the vendor's limit of 20 for each action and room for a million
     * tasks.
     */
    public static SimulatorSettings of(Account account) {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                List.of(account),
                Workload.DEFAULT,
                Concurrency.UNLIMITED,
                RateLimits.DEFAULT,
                1_000_000);
    }

    public SimulatorSettings withAddress(String newHost, int newPort) {
        return new SimulatorSettings(newHost, newPort, accounts, workload, concurrency, rateLimits, maxTasks);
    }

    public SimulatorSettings withAccounts(Account... newAccounts) {
        return new SimulatorSettings(host, port, List.of(newAccounts), workload, concurrency, rateLimits, maxTasks);
    }

    public SimulatorSettings withWorkload(Workload newWorkload) {
        return new SimulatorSettings(host, port, accounts, newWorkload, concurrency, rateLimits, maxTasks);
    }

    public SimulatorSettings withConcurrency(Concurrency newConcurrency) {
        return new SimulatorSettings(host, port, accounts, workload, newConcurrency, rateLimits, maxTasks);
    }

    public SimulatorSettings withRateLimit(int newRateLimit) {
        return new SimulatorSettings(
                host, port, accounts, workload, concurrency, new RateLimits(newRateLimit, Map.of()), maxTasks);
    }

    /** Of one kind; {@link #withRateLimit(int)} sets all and comes before. */
    public SimulatorSettings withRateLimit(Kind kind, int limit) {
        return new SimulatorSettings(
                host, port, accounts, workload, concurrency, rateLimits.with(kind, limit), maxTasks);
    }

    public SimulatorSettings withMaxTasks(int newMaxTasks) {
        return new SimulatorSettings(host, port, accounts, workload, concurrency, rateLimits, newMaxTasks);
    }

    private static void requireDistinct(List<Account> accounts) {
        Set<String> names = new HashSet<>();
        Set<String> secretIds = new HashSet<>();
        for (Account account : accounts) {
            if (!names.add(account.name())) {
                throw new IllegalArgumentException("--account: two are named '" + account.name() + "'");
            }
            if (!secretIds.add(account.secretId())) {
                throw new IllegalArgumentException(
                        "--account: '" + account.name() + "' has the secret id of another account");
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("--account: there must be one at least");
        }
    }

    /** Every action that can be called, account by account. */
    List<AccountAction> actions() {
        return accounts.stream()
                .flatMap(account -> Arrays.stream(Kind.values()).map(kind -> new AccountAction(account.name(), kind)))
                .toList();
    }

    private static void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + ": must be from " + least + " to " + most + ", not " + value);
        }
    }
}
