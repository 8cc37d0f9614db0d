package io.mpsbridge.config;

import io.mpsbridge.input.InvalidSettingException;
import io.mpsbridge.limit.LimitSettings;
import io.mpsbridge.mps.MpsSettings;
import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills the settings of the default account and of those that are named. */
final class AccountAssembly {

    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";

    private final Values values;
    private final Problems problems;

    AccountAssembly(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** The default account first; incomplete if there are problems. */
    List<AccountSettings> accounts() {
        Map<TaskKind, LimitSettings> limits = limits();
        Map<String, Map<TaskKind, LimitSettings>> limitsByAccount = new LinkedHashMap<>();
        for (String name : names()) {
            limitsByAccount.put(name, limits(name, limits));
        }
        int permits = Stream.concat(Stream.of(limits), limitsByAccount.values().stream())
                .flatMap(each -> each.values().stream())
                .mapToInt(LimitSettings::permitsPerSecond)
                .sum();
        List<AccountSettings> accounts = new ArrayList<>();
        values.build(() -> mps(permits)).ifPresent(mps -> {
            accounts.add(new AccountSettings(null, mps, limits));
            Map<String, String> keysById = new HashMap<>();
            requireOwnId(mps.credentials(), keysById);
            limitsByAccount.forEach((name, its) -> values.build(() -> account(name, mps))
                    .ifPresent(account -> {
                        requireOwnId(account.credentials(), keysById);
                        accounts.add(new AccountSettings(name, account, its));
                    }));
        });
        return accounts;
    }

    /** MPS would count both as one, and each of them has permits of its own here. */
    private void requireOwnId(CredentialSettings credentials, Map<String, String> keysById) {
        String key = credentials.keyPrefix() + "secret-id";
        String other = credentials.secretId() == null ? null : keysById.putIfAbsent(credentials.secretId(), key);
        if (other != null) {
            problems.add(
                    key,
                    null,
                    key + " is the same as " + other + ": MPS counts the requests of both together, so name that"
                            + " account once",
                    null);
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        Map<String, String> spellings = new HashMap<>();
        for (String name : AccountKey.accounts(values.properties())) {
            String other = spellings.putIfAbsent(ConfigKey.environmentName(name), name);
            String problem = problem(name, other);
            if (problem == null) {
                names.add(name);
            } else {
                String shown = AccountKey.PREFIX + Masking.printable(name);
                problems.add(shown, null, shown + " " + problem, null);
            }
        }
        return names;
    }

    /** @param other an account with the same name in the environment, or null */
    private static @Nullable String problem(String name, @Nullable String other) {
        if (!name.matches(NAME)) {
            return "must be called by letters, digits, '-' and '_', at most 63, a letter or digit first and last";
        }
        if (name.equals(QuotaScope.DEFAULT_ACCOUNT)) {
            return "must have another name: the default account's keys are tencentcloud.* and mps.*";
        }
        return other == null
                ? null
                : "has the same name in the environment as " + AccountKey.PREFIX + other + ": rename one";
    }

    private Map<TaskKind, LimitSettings> limits() {
        Map<TaskKind, LimitSettings> limits = new EnumMap<>(TaskKind.class);
        for (TaskKind kind : TaskKind.values()) {
            ConfigKey own = ConfigKeys.named("mps.rate-limit." + kind.label()).orElse(ConfigKeys.RATE_LIMIT);
            values.build(() -> limit(own)).ifPresent(limit -> limits.put(kind, limit));
        }
        return limits;
    }

    private Map<TaskKind, LimitSettings> limits(String account, Map<TaskKind, LimitSettings> defaults) {
        Map<TaskKind, LimitSettings> limits = new EnumMap<>(defaults);
        for (TaskKind kind : defaults.keySet()) {
            ConfigKey all = key(account, "rate-limit");
            ConfigKey own = key(account, "rate-limit." + kind.label());
            values.build(() -> optionalLimit(own).or(() -> optionalLimit(all)))
                    .flatMap(Function.identity())
                    .ifPresent(limit -> limits.put(kind, limit));
        }
        return limits;
    }

    /** Reads what it needs at every try: a value that was refused gives way to the default. */
    private LimitSettings limit(ConfigKey own) {
        return optionalLimit(own)
                .orElseGet(() -> new LimitSettings(
                        ConfigKeys.RATE_LIMIT.name(), values.read(ConfigKeys.RATE_LIMIT, Parse::integer)));
    }

    private Optional<LimitSettings> optionalLimit(ConfigKey key) {
        return Optional.ofNullable(values.optional(key, Parse::integer))
                .map(permits -> new LimitSettings(key.name(), permits));
    }

    private MpsSettings mps(int permits) {
        return new MpsSettings(
                values.read(ConfigKeys.ENDPOINT, Parse::uri),
                values.read(ConfigKeys.ALLOW_HTTP, Parse::flag),
                values.optional(ConfigKeys.REGION, Function.identity()),
                values.read(ConfigKeys.CONNECT_TIMEOUT, Parse::duration),
                values.read(ConfigKeys.RESPONSE_TIMEOUT, Parse::duration),
                MpsSettings.connectionsFor(permits),
                credentials("tencentcloud."),
                EgressAssembly.proxy(values),
                EgressAssembly.tls(values));
    }

    private MpsSettings account(String name, MpsSettings mps) {
        String prefix = AccountKey.prefix(name);
        CredentialSettings credentials = credentials(prefix);
        if (!credentials.areGiven()) {
            throw new InvalidSettingException(
                    prefix + "secret-id", null, "is required, as is " + prefix + "secret-key (or their -file forms)");
        }
        URI endpoint = values.optional(key(name, "endpoint"), Parse::uri);
        String region = values.optional(key(name, "region"), Function.identity());
        return mps.forAccount(
                prefix,
                endpoint == null ? mps.endpoint() : endpoint,
                region == null ? mps.region() : region,
                credentials);
    }

    private CredentialSettings credentials(String prefix) {
        return new CredentialSettings(
                prefix,
                values.optional(key(prefix + "secret-id"), Function.identity()),
                values.optional(key(prefix + "secret-key"), Function.identity()),
                values.optional(key(prefix + "token"), Function.identity()),
                values.optional(key(prefix + "secret-id-file"), Parse::path),
                values.optional(key(prefix + "secret-key-file"), Parse::path),
                values.optional(key(prefix + "token-file"), Parse::path));
    }

    private static ConfigKey key(String account, String field) {
        return key(AccountKey.prefix(account) + field);
    }

    private static ConfigKey key(String property) {
        return ConfigKeys.named(property).orElseThrow();
    }
}
