package io.mpsbridge.task;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What MPS counts requests by: the account, and the action, which follows from the kind. Each scope has a quota of its
 * own, and so a pipeline of its own.
 *
 * @param account a configured name, or null for the default account
 */
public record QuotaScope(@Nullable String account, TaskKind kind) {

    /** Of an event that names neither. */
    public static final QuotaScope DEFAULT = new QuotaScope(null, TaskKind.IMAGE);

    /** What the default account is called where every account needs a name; no other account can have it. */
    public static final String DEFAULT_ACCOUNT = "default";

    /** The scopes of the default account and of these, by account. */
    public static List<QuotaScope> all(Collection<String> accounts) {
        return Stream.concat(Stream.of((String) null), accounts.stream())
                .flatMap(account -> Stream.of(TaskKind.values()).map(kind -> new QuotaScope(account, kind)))
                .toList();
    }

    /** The account's name, for labels and people. */
    public String accountName() {
        return account == null ? DEFAULT_ACCOUNT : account;
    }

    @Override
    public String toString() {
        return accountName() + "/" + kind.label();
    }
}
