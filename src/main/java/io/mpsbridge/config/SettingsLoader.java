package io.mpsbridge.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the configuration. Nothing but what it is given is looked at: not the process's environment, nor its properties. */
public final class SettingsLoader {
    private final Supplier<String> hostName;

    /** With what gives {@code bridge.instance-id} its default: the host's name, blank if it has none. */
    public SettingsLoader(Supplier<String> hostName) {
        this.hostName = hostName;
    }

    /**
     * Lays the sources over each other and checks the result.
     *
     * @param commandLine values by property, without the dashes
     * @param environment values by variable, all of them: those of others are left alone
     * @param file .properties or .yaml, or null
     * @throws ConfigurationException with every mistake at once
     */
    public Configuration load(Map<String, String> commandLine, Map<String, String> environment, @Nullable Path file) {
        Problems problems = new Problems();
        Environment read = Environment.read(environment);
        Values values = new Values(commandLine, read, file, defaults(), problems);
        UnknownKeys.check(values, problems);
        return new Assembly(values, problems).assemble(List.copyOf(read.warnings()));
    }

    private Map<String, String> defaults() {
        Map<String, String> defaults = new HashMap<>();
        for (ConfigKey key : ConfigKeys.all()) {
            if (key.defaultValue() != null) {
                defaults.put(key.name(), key.defaultValue());
            }
        }
        String host = hostName.get();
        if (!host.isBlank()) {
            defaults.put(ConfigKeys.INSTANCE_ID.name(), host);
        }
        return defaults;
    }
}
