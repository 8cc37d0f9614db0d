package io.mpsbridge.config;

import io.mpsbridge.config.Values.Given;
import io.mpsbridge.mps.ProxySettings;
import io.mpsbridge.mps.TlsSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Fills the settings of the way to MPS. */
final class EgressAssembly {

    private EgressAssembly() {}

    static TlsSettings tls(Values values) {
        List<Path> trust = values.optional(
                ConfigKeys.TLS_TRUST,
                text -> Parse.list(text).stream().map(Parse::path).toList());
        return new TlsSettings(
                trust == null ? List.of() : trust,
                values.read(ConfigKeys.TLS_TRUST_ONLY, Parse::flag),
                values.optional(ConfigKeys.TLS_CERTIFICATE, Parse::path),
                values.optional(ConfigKeys.TLS_KEY, Parse::path),
                values.optional(ConfigKeys.TLS_KEY_PASSWORD, Function.identity()),
                values.optional(ConfigKeys.TLS_KEY_PASSWORD_FILE, Parse::path));
    }

    static ProxySettings proxy(Values values) {
        List<String> direct = values.optional(ConfigKeys.NO_PROXY, Parse::list);
        return new ProxySettings(
                values.optional(ConfigKeys.PROXY_URL, Function.identity()),
                from(values, ConfigKeys.PROXY_URL),
                values.optional(ConfigKeys.PROXY_USER, Function.identity()),
                values.optional(ConfigKeys.PROXY_PASSWORD, Function.identity()),
                values.optional(ConfigKeys.PROXY_PASSWORD_FILE, Parse::path),
                direct == null ? List.of() : direct,
                from(values, ConfigKeys.NO_PROXY));
    }

    /** The name to change for another value: the standard variable that stands in for the key, or else the key. */
    private static String from(Values values, ConfigKey key) {
        Given given = values.given(key.name());
        return given != null && ProxyVariables.isOne(given.origin().detail())
                ? given.origin().detail()
                : key.name();
    }
}
