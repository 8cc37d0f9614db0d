package io.mpsbridge.config;

import java.util.List;

/**
 * What {@link SettingsLoader} found.
 *
 * @param warnings what was probably meant otherwise, but can be run with
 * @param effective every property in force, in the order of {@link ConfigKeys#all()}, then the clients' by name
 */
public record Configuration(Settings settings, List<Problem> warnings, List<EffectiveProperty> effective) {
    public Configuration {
        warnings = List.copyOf(warnings);
        effective = List.copyOf(effective);
    }
}
