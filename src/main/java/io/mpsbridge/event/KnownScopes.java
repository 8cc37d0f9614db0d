package io.mpsbridge.event;

import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The accounts that a created event may name. Gives equal scopes as one object, to save memory. Thread-safe. */
public final class KnownScopes {

    private static final int SHOWN_CHARS = 300;

    private final Map<QuotaScope, QuotaScope> known = new HashMap<>();
    private final String accounts;
    private final boolean takesOthers;

    private KnownScopes(Collection<String> accounts, boolean takesOthers) {
        QuotaScope.all(accounts).forEach(scope -> known.put(scope, scope));
        this.accounts = ForeignText.shorten(String.join(", ", new TreeSet<>(accounts)), SHOWN_CHARS);
        this.takesOthers = takesOthers;
    }

    /** For tools that know no configuration: any account may be named. */
    public static KnownScopes any() {
        return new KnownScopes(List.of(), true);
    }

    /** The default account and these, with all kinds. */
    public static KnownScopes of(Collection<String> accounts) {
        return new KnownScopes(accounts, false);
    }

    /** The scope of an event. */
    QuotaScope scope(@Nullable String account, TaskKind kind) throws RejectedException {
        QuotaScope asked = new QuotaScope(account, kind);
        QuotaScope shared = known.get(asked);
        if (shared == null && takesOthers) {
            return asked;
        }
        if (shared == null) {
            throw new RejectedException(
                    RejectionCode.UNKNOWN_ACCOUNT,
                    "the field 'account' names no configured account: " + Texts.shown(String.valueOf(account))
                            + "; "
                            + (accounts.isEmpty() ? "there is the default account alone" : "there are " + accounts)
                            + ". Configure mps.accounts.<name>.secret-id and secret-key, restart and redrive this"
                            + " letter, or leave the field out for the default account");
        }
        return shared;
    }
}
