package io.mpsbridge.simulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An account: whoever signs with its key sees its tasks and takes from its quotas.
 *
 * @param name under which it is shown, in place of its secret id
 * @param token required in {@code X-TC-Token} if present (temporary credentials)
 */
public record Account(String name, String secretId, String secretKey, Optional<String> token) {

    /** The name of the account that {@code --secret-id} and {@code --secret-key} belong to. */
    public static final String DEFAULT = "default";

    private static final Pattern FORM = Pattern.compile(
            "(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,63})=(?<id>[^:/,\\s]+):(?<key>[^:\\s]+)(:(?<token>\\S+))?");

    public Account {
        if (secretId.isBlank()) {
            throw new IllegalArgumentException("--secret-id: must not be empty");
        }
        if (secretKey.isBlank()) {
            throw new IllegalArgumentException("--secret-key: must not be empty");
        }
    }

    public Account(String secretId, String secretKey, Optional<String> token) {
        this(DEFAULT, secretId, secretKey, token);
    }

    /**
     * Parses a value of {@code --account}, {@code NAME=SECRET-ID:SECRET-KEY[:TOKEN]}.
     *
     * @throws IllegalArgumentException if it has another form; the message does not repeat it, for the key in it
     */
    public static Account parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "--account: must be <name>=<secret-id>:<secret-key>, with :<token> behind"
                            + " it for temporary credentials; a name is of letters, digits, '.', '_' and '-'");
        }
        return new Account(
                matcher.group("name"),
                matcher.group("id"),
                matcher.group("key"),
                Optional.ofNullable(matcher.group("token")));
    }

    @Override
    public String toString() {
        return "Account[name=" + name + ", secretId=" + secretId + ", ****]";
    }
}
