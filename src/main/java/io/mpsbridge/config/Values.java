package io.mpsbridge.config;

import io.mpsbridge.config.ValueOrigin.Source;
import io.mpsbridge.input.InvalidSettingException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sources in their order of precedence. SmallRye Config merges them without its default interceptors, so that
 * {@code ${...}}, which is for Kafka's config providers or part of a password, and {@code %profile.} stay as they are.
 */
final class Values {
    private final SmallRyeConfig config;
    private final Map<String, String> defaults;
    private final Map<String, String> variables;
    private final String file;
    private final Problems problems;
    private Map<String, Given> standIns = Map.of();

    Values(
            Map<String, String> commandLine,
            Environment environment,
            ConfigFile file,
            Map<String, String> defaults,
            Problems problems) {
        this.config = new SmallRyeConfigBuilder()
                .withSources(
                        source(Source.COMMAND_LINE, commandLine),
                        source(Source.ENVIRONMENT, environment.properties()),
                        source(Source.FILE, file.properties()),
                        source(Source.DEFAULT, defaults))
                .build();
        this.defaults = defaults;
        this.variables = environment.variables();
        this.file = file.shown();
        this.problems = problems;
    }

    private static PropertiesConfigSource source(Source source, Map<String, String> properties) {
        return new PropertiesConfigSource(properties, source.name(), source.rank());
    }

    /** A value as the user wrote it. */
    record Given(String property, String value, ValueOrigin origin) {}

    Set<String> properties() {
        Set<String> names = new TreeSet<>();
        config.getPropertyNames().forEach(names::add);
        return names;
    }

    @Nullable Given given(String property) {
        ConfigValue value = config.getConfigValue(property);
        String text = value.getValue();
        return text == null
                ? standIns.get(property)
                : new Given(property, text, origin(property, value.getSourceOrdinal()));
    }

    /** Values of properties that no source sets, in place of those before. */
    void standIn(Map<String, Given> byProperty) {
        standIns = Map.copyOf(byProperty);
    }

    private ValueOrigin origin(String property, int ordinal) {
        Source source = Arrays.stream(Source.values())
                .filter(candidate -> candidate.rank() == ordinal)
                .findFirst()
                .orElseThrow();
        return new ValueOrigin(
                source,
                switch (source) {
                    case COMMAND_LINE -> "--" + Masking.printable(property);
                    case ENVIRONMENT -> variables.getOrDefault(property, "");
                    case FILE -> file;
                    case DEFAULT -> "";
                });
    }

    /** A required value, as text. */
    String text(ConfigKey key) {
        return read(key, Function.identity());
    }

    /** An optional value; an empty one counts as absent. */
    <T> @Nullable T optional(ConfigKey key, Function<String, T> parser) {
        Given given = given(key.name());
        return given == null || given.value().isBlank() || problems.has(key.name()) ? null : parsed(key, given, parser);
    }

    /**
     * A required value. One that cannot be read is a problem, and the default takes its place, so that what depends on
     * it is checked too. A missing one is no problem if the file could not be read: it may be there.
     */
    <T> T read(ConfigKey key, Function<String, T> parser) {
        Given given = given(key.name());
        if (given == null ? !problems.has(ConfigFile.OPTION) : given.value().isBlank()) {
            problems.add(key.name(), null, missing(key, given), null);
        }
        T parsed = given == null || problems.has(key.name()) ? null : parsed(key, given, parser);
        return parsed == null ? parser.apply(defaults.getOrDefault(key.name(), "none")) : parsed;
    }

    private static String missing(ConfigKey key, @Nullable Given given) {
        String example = key.equals(ConfigKeys.BOOTSTRAP_SERVERS) ? "host:port" : "...";
        return given == null
                ? key.name() + " is required: set " + key.environmentName() + "=" + example + ", or " + key.name()
                        + " in the file given with --config"
                : key.name() + " must not be empty (" + given.origin() + ")";
    }

    private <T> @Nullable T parsed(ConfigKey key, Given given, Function<String, T> parser) {
        try {
            return parser.apply(key.secret() ? given.value() : given.value().strip());
        } catch (Parse.Unreadable e) {
            String shown = Masking.shown(given.value(), key.secret());
            String suggestion = e.suggestion().isEmpty() ? null : key.name() + "=" + e.suggestion();
            problems.add(key.name(), shown, message(key.name(), e.problem(), shown, given), suggestion);
            return null;
        }
    }

    /**
     * Takes a settings record's refusal as a problem of its key, with the value as it was given.
     *
     * @return whether the key's default is used from now on, so that building the record is worth another try
     */
    private boolean refused(InvalidSettingException refusal) {
        String name = refusal.key();
        ConfigKey key = ConfigKeys.named(name).orElse(null);
        Given given = given(name);
        String shown = given == null || key == null ? null : Masking.shown(given.value(), key.secret());
        String message = message(name, refusal.problem(), refusal.value() == null ? null : shown, given);
        return problems.add(name, shown, message, null) && key != null;
    }

    /** A record refuses one key at a time; replacing it with its default reveals the next mistake. */
    <T> Optional<T> build(Supplier<T> settings) {
        while (true) {
            try {
                return Optional.of(settings.get());
            } catch (InvalidSettingException refusal) {
                if (!refused(refusal)) {
                    return Optional.empty();
                }
            }
        }
    }

    private static String message(String key, String problem, @Nullable String shown, @Nullable Given given) {
        return key + " " + problem
                + (shown == null ? "" : ", is '" + shown + "'")
                + (given == null ? "" : " (" + given.origin() + ")");
    }
}
