package io.mpsbridge.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Properties set by the environment, with their variables. An empty variable counts as unset, because compose files and
 * charts pass unset ones on as empty.
 *
 * @param variables the variable that set a property
 */
record Environment(Map<String, String> properties, Map<String, String> variables, List<Problem> warnings) {

    private static final String ACCOUNTS = ConfigKey.environmentName(AccountKey.PREFIX);

    /** Names with these prefixes are probably meant for the bridge. */
    private static final Pattern OURS = Pattern.compile("(BRIDGE|MPS|POLL|ADMIN|KAFKA|TENCENTCLOUD)_.*");

    /** Set by Kubernetes in every container for every service of the namespace. */
    private static final Pattern SERVICE =
            Pattern.compile(".*_SERVICE_(HOST|PORT(_.+)?)|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    /** Variables of Kafka's own scripts and images, and of the vendor's other tools. */
    private static final Pattern OTHERS =
            Pattern.compile("KAFKA_(HOME|VERSION|SCALA_VERSION|OPTS|HEAP_OPTS|LOG4J_.+|LOG_DIR"
                    + "|GC_LOG_OPTS|JVM_PERFORMANCE_OPTS|JMX_.+|DEBUG|DEBUG_SUSPEND_FLAG|JAVA_DEBUG_.+)"
                    + "|TENCENTCLOUD_(SECURITY_TOKEN|PROFILE|REGION)");

    /** @param accounts that are named elsewhere */
    static Environment read(Map<String, String> environment, Set<String> accounts) {
        Environment read = new Environment(new HashMap<>(), new HashMap<>(), new ArrayList<>());
        new TreeMap<>(environment).forEach((variable, value) -> read.take(variable, value, accounts));
        return read;
    }

    private void take(String variable, String value, Set<String> accounts) {
        String upper = ConfigKey.environmentName(variable);
        if (value.isBlank() || !OURS.matcher(upper).matches() || isInjected(upper, value)) {
            return;
        }
        Optional<String> property = ConfigKeys.inEnvironment(variable)
                .map(ConfigKey::name)
                .or(() -> ClientProperty.inEnvironment(variable))
                .or(() -> AccountKey.inEnvironment(variable, accounts)
                        .map(key -> key.key().name()));
        if (property.isPresent()) {
            properties.put(property.get(), value);
            variables.put(property.get(), variable);
        } else if (!OTHERS.matcher(upper).matches()) {
            warn(variable, upper);
        }
    }

    private static boolean isInjected(String variable, String value) {
        return SERVICE.matcher(variable).matches()
                || (variable.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }

    private void warn(String variable, String upper) {
        List<String> known = new ArrayList<>(ClientProperty.environmentNames());
        ConfigKeys.all().forEach(key -> known.add(key.environmentName()));
        String shown = Masking.printable(variable);
        warnings.add(new Problem(
                shown,
                null,
                "the environment variable " + shown + " names no property and is ignored",
                SpellingSuggestion.to(upper, known).or(() -> account(upper)).orElse(null)));
    }

    /** The same with the section spelt right, whatever the account is called. */
    private static Optional<String> account(String upper) {
        String[] parts = upper.split("_", 3);
        return parts.length < 3
                ? Optional.empty()
                : SpellingSuggestion.to(parts[0] + "_" + parts[1] + "_", Set.of(ACCOUNTS))
                        .map(section -> section + parts[2])
                        .filter(corrected ->
                                AccountKey.inEnvironment(corrected, Set.of()).isPresent());
    }
}
