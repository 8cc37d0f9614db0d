package io.mpsbridge.check;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As whom the brokers know the holder of these settings, or words that say what to write there. */
final class Principal {

    private static final Pattern USER_NAME = Pattern.compile("\\busername\\s*=\\s*(?:\"([^\"\\\\]*)\"|'([^'\\\\]*)')");

    private Principal() {}

    /** With the type in front, {@code User:} and a name. */
    static String of(Map<String, String> client) {
        String protocol =
                client.getOrDefault("security.protocol", "PLAINTEXT").strip().toUpperCase(Locale.ROOT);
        return "User:"
                + switch (protocol) {
                    case "PLAINTEXT" -> "ANONYMOUS";
                    case "SSL" -> ofCertificate(client);
                    default -> ofLogin(client);
                };
    }

    /** The brokers may map the subject to another name. */
    private static String ofCertificate(Map<String, String> client) {
        boolean none = client.keySet().stream().noneMatch(key -> key.startsWith("ssl.keystore."));
        return none ? "ANONYMOUS" : "<subject of the client certificate, such as CN=mps-bridge,O=example>";
    }

    private static String ofLogin(Map<String, String> client) {
        String mechanism =
                client.getOrDefault("sasl.mechanism", "GSSAPI").strip().toUpperCase(Locale.ROOT);
        String jaas = client.getOrDefault("sasl.jaas.config", "");
        Matcher name = USER_NAME.matcher(jaas);
        boolean isNamed = mechanism.equals("PLAIN") || mechanism.startsWith("SCRAM-");
        if (isNamed && !jaas.contains("tokenauth") && name.find()) {
            return name.group(1) == null ? name.group(2) : name.group(1);
        }
        return switch (mechanism) {
            case "GSSAPI" -> "<first part of the Kerberos principal>";
            case "OAUTHBEARER" -> "<subject of the token>";
            default -> "<name of the principal of these credentials>";
        };
    }
}
