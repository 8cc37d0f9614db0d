package io.mpsbridge.config;

import io.mpsbridge.admin.AdminSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the configuration from its arguments alone, not from the process's environment or system properties. */
public final class SettingsLoader {
    private final Supplier<String> hostName;

    /** @param hostName the default of {@code bridge.instance-id}, blank if there is none */
    public SettingsLoader(Supplier<String> hostName) {
        this.hostName = hostName;
    }

    /**
     * Merges the sources and checks the result.
     *
     * @param commandLine values by property, without the dashes
     * @param environment all variables of the process; unrelated ones are ignored
     * @param file .properties or .yaml, or null
     * @throws ConfigurationException with every mistake at once
     */
    public Configuration load(Map<String, String> commandLine, Map<String, String> environment, @Nullable Path file) {
        Problems problems = new Problems();
        ConfigFile fromFile = ConfigFile.read(file, problems);
        Environment read = environment(commandLine, environment, fromFile);
        Values values = new Values(commandLine, read, fromFile, defaults(), problems);
        values.standIn(ProxyVariables.standIns(environment, values));
        UnknownKeys.check(values, problems);
        return new Assembly(values, problems).assemble(List.copyOf(read.warnings()));
    }

    /**
     * Where the bridge of this configuration listens, whatever else the configuration lacks.
     *
     * @throws ConfigurationException with every mistake that concerns it
     */
    public AdminSettings loadAdmin(
            Map<String, String> commandLine, Map<String, String> environment, @Nullable Path file) {
        Problems problems = new Problems();
        ConfigFile fromFile = ConfigFile.read(file, problems);
        Environment read = environment(commandLine, environment, fromFile);
        return new Assembly(new Values(commandLine, read, fromFile, defaults(), problems), problems).assembleAdmin();
    }

    private static Environment environment(
            Map<String, String> commandLine, Map<String, String> environment, ConfigFile file) {
        return Environment.read(
                environment,
                AccountKey.accounts(Stream.concat(commandLine.keySet().stream(), file.properties().keySet().stream())
                        .toList()));
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
