package io.mpsbridge.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Its message has a line for each problem. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All mistakes that were found. */
    public List<Problem> problems() {
        return problems;
    }
}
