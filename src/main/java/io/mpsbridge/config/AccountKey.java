package io.mpsbridge.config;

import io.mpsbridge.task.TaskKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One key of a named account, {@code mps.accounts.<account>.<field>}. What an account leaves out is the default
 * account's, credentials excepted.
 */
record AccountKey(String account, Field field) {

    static final String PREFIX = "mps.accounts.";

    private static final String ENVIRONMENT_PREFIX = ConfigKey.environmentName(PREFIX);

    /** All fields; the longest come first, so that {@code SECRET_ID_FILE} is not an account's {@code FILE}. */
    private static final List<Field> FIELDS = Stream.concat(
                    Stream.of(
                            new Field("secret-id", ConfigKey.Type.TEXT, true),
                            new Field("secret-id-file", ConfigKey.Type.FILE, false),
                            new Field("secret-key", ConfigKey.Type.TEXT, true),
                            new Field("secret-key-file", ConfigKey.Type.FILE, false),
                            new Field("token", ConfigKey.Type.TEXT, true),
                            new Field("token-file", ConfigKey.Type.FILE, false),
                            new Field("endpoint", ConfigKey.Type.URI, false),
                            new Field("region", ConfigKey.Type.TEXT, false),
                            new Field("rate-limit", ConfigKey.Type.INTEGER, false)),
                    Stream.of(TaskKind.values())
                            .map(kind -> new Field("rate-limit." + kind.label(), ConfigKey.Type.INTEGER, false)))
            .sorted(Comparator.comparingInt((Field field) -> field.name().length())
                    .reversed()
                    .thenComparing(Field::name))
            .toList();

    /** What can be said of an account. */
    record Field(String name, ConfigKey.Type type, boolean secret) {}

    /** The key of this property, if it is one of an account's. */
    static Optional<AccountKey> of(String property) {
        return FIELDS.stream()
                .filter(field -> property.startsWith(PREFIX)
                        && property.endsWith("." + field.name())
                        && property.length() > PREFIX.length() + field.name().length() + 1)
                .findFirst()
                .map(field -> new AccountKey(
                        property.substring(
                                PREFIX.length(),
                                property.length() - field.name().length() - 1),
                        field));
    }

    /**
     * The key that an environment variable sets. A variable cannot tell {@code -} from {@code _}, nor upper case from
     * lower: it means the account among {@code named} that it may mean, else one in lower case with {@code -}.
     */
    static Optional<AccountKey> inEnvironment(String variable, Collection<String> named) {
        if (!variable.startsWith(ENVIRONMENT_PREFIX)) {
            return Optional.empty();
        }
        return FIELDS.stream()
                .filter(field -> variable.endsWith("_" + ConfigKey.environmentName(field.name()))
                        && variable.length()
                                > ENVIRONMENT_PREFIX.length() + field.name().length() + 1)
                .findFirst()
                .map(field -> new AccountKey(
                        account(
                                variable.substring(
                                        ENVIRONMENT_PREFIX.length(),
                                        variable.length() - field.name().length() - 1),
                                named),
                        field));
    }

    private static String account(String upper, Collection<String> named) {
        return named.stream()
                .filter(name -> ConfigKey.environmentName(name).equals(upper))
                .findFirst()
                .orElseGet(() -> upper.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }

    /** The accounts that these properties are about. */
    static Set<String> accounts(Collection<String> properties) {
        Set<String> accounts = new TreeSet<>();
        properties.forEach(property -> of(property).ifPresent(key -> accounts.add(key.account())));
        return accounts;
    }

    /** Names of all keys of an account. */
    static Stream<ConfigKey> all(String account) {
        return FIELDS.stream().map(field -> new AccountKey(account, field).key());
    }

    static String prefix(String account) {
        return PREFIX + account + ".";
    }

    /** The key as the bridge's own are. */
    ConfigKey key() {
        return new ConfigKey(
                prefix(account) + field.name(),
                field.type(),
                null,
                field.secret(),
                "Of the account " + account + ": as the default account's.");
    }
}
