package io.mpsbridge.config;

import io.mpsbridge.clients.ClientKeys;
import io.mpsbridge.config.Values.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds unknown keys. Their values are not shown: one may be a misspelt secret. */
final class UnknownKeys {
    private static final List<String> NAMES =
            ConfigKeys.all().stream().map(ConfigKey::name).toList();

    /** {@code mps.accounts.<name>.<field>}. */
    private static final int ACCOUNT_AT = 2;

    private UnknownKeys() {}

    static void check(Values values, Problems problems) {
        for (String name : values.properties()) {
            Given given = values.given(name);
            if (given != null
                    && !name.startsWith(ClientProperty.PREFIX)
                    && ConfigKeys.named(name).isEmpty()) {
                String shown = Masking.printable(name);
                problems.add(
                        shown,
                        null,
                        shown + " is not a property (" + given.origin() + ")",
                        meant(name).orElse(null));
            }
        }
    }

    private static Optional<String> meant(String name) {
        if (!ClientKeys.knownBy(name).isEmpty()) {
            return Optional.of(ClientProperty.PREFIX + name);
        }
        List<String> candidates = new ArrayList<>(NAMES);
        // Whatever stands where an account's name does: the section or the field may be misspelt.
        String[] parts = name.split("\\.", -1);
        if (parts.length > ACCOUNT_AT + 1) {
            String account = parts[ACCOUNT_AT].isEmpty() ? "<name>" : parts[ACCOUNT_AT];
            AccountKey.all(account).map(ConfigKey::name).forEach(candidates::add);
        }
        // The name that is missing is no misspelling.
        String spelt = name.replaceFirst("^(mps\\.[^.]+)\\.\\.", "$1.<name>.");
        return SpellingSuggestion.to(spelt, candidates);
    }
}
