package io.mpsbridge.input;

import org.jspecify.annotations.Nullable;

/** An invalid setting. The message has the key, the problem and the value. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final @Nullable String value;
    private final String problem;

    /**
     * @param key the property's full name
     * @param value null if missing or secret
     * @param problem what the value must be and what to write instead, to follow the key
     */
    public InvalidSettingException(String key, @Nullable Object value, String problem) {
        super(key + " " + problem + (value == null ? "" : ", is '" + value + "'"));
        this.key = key;
        this.value = value == null ? null : value.toString();
        this.problem = problem;
    }

    public String key() {
        return key;
    }

    public @Nullable String value() {
        return value;
    }

    public String problem() {
        return problem;
    }
}
