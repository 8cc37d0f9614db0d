package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A configuration in the making, valid unless told otherwise. */
final class Loading {
    static final String HOST = "replica-0";

    private final Map<String, String> commandLine = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private Path file;

    static Loading valid() {
        return nothing().env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
    }

    static Loading nothing() {
        return new Loading();
    }

    Loading option(String property, String value) {
        commandLine.put(property, value);
        return this;
    }

    Loading env(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Loading file(Path path) {
        file = path;
        return this;
    }

    Configuration load() {
        return new SettingsLoader(() -> HOST).load(commandLine, environment, file);
    }

    Settings settings() {
        return load().settings();
    }

    List<Problem> problems() {
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, this::load);
        return thrown == null ? List.of() : thrown.problems();
    }

    /** The one problem that there must be. */
    Problem problem() {
        List<Problem> problems = problems();
        if (problems.size() != 1) {
            throw new AssertionError("one problem was expected, there are " + problems);
        }
        return problems.get(0);
    }

    EffectiveProperty effective(String key) {
        return load().effective().stream()
                .filter(effective -> effective.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
