package io.mpsbridge.config;

import org.jspecify.annotations.Nullable;

/**
 * A mistake in the configuration.
 *
 * @param key the property, or for an unknown one the name as it was given
 * @param value as it was given, secrets masked; null if it has none or must not be shown
 * @param message a sentence that names the key and says what to do
 * @param suggestion what was probably meant
 */
public record Problem(
        String key,
        @Nullable String value,
        String message,
        @Nullable String suggestion) {

    @Override
    public String toString() {
        return suggestion == null ? message : message + "; did you mean " + suggestion + "?";
    }
}
