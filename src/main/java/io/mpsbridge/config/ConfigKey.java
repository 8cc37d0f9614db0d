package io.mpsbridge.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A property that {@code run} can be told: in a file by its name, in the environment by {@link #environmentName()}, and
 * on the command line by {@link #option()}.
 *
 * @param defaultValue as a user would write it; null if there is none, or if it depends on the machine
 * @param secret never shown
 */
public record ConfigKey(String name, Type type, @Nullable String defaultValue, boolean secret, String description) {

    /** How a value is written. */
    public enum Type {
        TEXT("text"),
        CHOICE("choice"),
        INTEGER("number"),
        DECIMAL("decimal"),
        FLAG("true|false"),
        DURATION("duration"),
        SIZE("size"),
        URI("url"),
        FILE("file");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** What a usage text calls such a value. */
        public String label() {
            return label;
        }
    }

    /** The name in upper case with {@code .} and {@code -} as {@code _}. */
    public String environmentName() {
        return environmentName(name);
    }

    /** The name after two dashes. */
    public String option() {
        return "--" + name;
    }

    /** The name of the environment variable for a property. */
    public static String environmentName(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
