package io.mpsbridge.config;

import io.mpsbridge.config.ValueOrigin.Source;
import io.mpsbridge.config.Values.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The variables by which most programs are told of a proxy. They stand in for {@code mps.proxy.*} where no
 * {@code mps.proxy.url} is set. The lower-case name wins, as with curl; {@code HTTP_PROXY} in upper case is nobody's,
 * because a web server passes a client's header {@code Proxy} on under that name.
 */
final class ProxyVariables {

    private static final List<String> HTTPS = List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
    private static final List<String> HTTP = List.of("http_proxy", "all_proxy", "ALL_PROXY");
    private static final List<String> NO_PROXY = List.of("no_proxy", "NO_PROXY");

    private ProxyVariables() {}

    static Map<String, Given> standIns(Map<String, String> environment, Values values) {
        if (values.given(ConfigKeys.PROXY_URL.name()) != null) {
            return Map.of();
        }
        Map<String, Given> standIns = new HashMap<>();
        first(plainHttp(values) ? HTTP : HTTPS, environment, ConfigKeys.PROXY_URL)
                .ifPresent(url -> {
                    standIns.put(url.property(), url);
                    first(NO_PROXY, environment, ConfigKeys.NO_PROXY)
                            .ifPresent(list -> standIns.put(list.property(), list));
                });
        return standIns;
    }

    static boolean isOne(String variable) {
        return HTTPS.contains(variable) || HTTP.contains(variable) || NO_PROXY.contains(variable);
    }

    private static boolean plainHttp(Values values) {
        Given endpoint = values.given(ConfigKeys.ENDPOINT.name());
        return endpoint != null
                && endpoint.value().strip().toLowerCase(Locale.ROOT).startsWith("http:");
    }

    private static Optional<Given> first(List<String> variables, Map<String, String> environment, ConfigKey key) {
        return variables.stream()
                .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
                .findFirst()
                .map(variable -> new Given(
                        key.name(),
                        environment.getOrDefault(variable, "").strip(),
                        new ValueOrigin(Source.ENVIRONMENT, variable)));
    }
}
