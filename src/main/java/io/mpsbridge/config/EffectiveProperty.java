package io.mpsbridge.config;

/**
 * A property in force.
 *
 * @param shown its value as it was written, secrets masked; empty if it has none
 */
public record EffectiveProperty(String key, String shown, ValueOrigin origin) {}
