package io.mpsbridge.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Tries plain connections to the bootstrap addresses, to tell operators why no broker answers. Blocks. */
public final class Reachability {

    private static final int CONNECT_MILLIS = 500;
    /** Of a longer list the rest is only counted. */
    private static final int TRIED = 3;

    private final List<String> addresses;

    /** @param servers the value of {@code bootstrap.servers} */
    public Reachability(String servers) {
        this.addresses = Stream.of(servers.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    /** Kafka's clients report host names that do not resolve (yet) as a configuration error with this message. */
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    /** Whether a client could not be made because no host name resolves. */
    public static boolean isUnresolved(KafkaException failure) {
        Throwable cause = failure instanceof ConfigException ? failure : failure.getCause();
        return cause instanceof ConfigException refused
                && refused.getMessage() != null
                && refused.getMessage().startsWith(UNRESOLVED);
    }

    /** One sentence for that case. */
    public String unresolved() {
        return "no host name of kafka.bootstrap.servers resolves: " + String.join(",", addresses);
    }

    /** One sentence for credentials that the brokers do not take. */
    String refused(String reason) {
        return "the brokers at " + String.join(",", addresses) + " refuse the credentials (kafka.sasl.*, kafka.ssl.*): "
                + reason;
    }

    /** One sentence, unchanged while the problem is the same. */
    public String describe() {
        String tried = addresses.stream().limit(TRIED).map(Reachability::tried).collect(Collectors.joining("; "));
        int others = addresses.size() - TRIED;
        return "no broker of kafka.bootstrap.servers answers: " + tried
                + (others > 0 ? "; " + others + " more not tried" : "");
    }

    private static String tried(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceFirst("^[A-Za-z0-9_]+://", "");
        InetSocketAddress target = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
        if (target.isUnresolved()) {
            return address + " does not resolve";
        }
        try (Socket socket = new Socket()) {
            socket.connect(target, CONNECT_MILLIS);
            return address
                    + " accepts connections but answers no request: it is overloaded, or needs another"
                    + " kafka.security.protocol";
        } catch (SocketTimeoutException e) {
            return address + " does not accept a connection in time";
        } catch (ConnectException e) {
            return address + " refuses connections";
        } catch (IOException e) {
            return address + ": " + e.getMessage();
        }
    }
}
