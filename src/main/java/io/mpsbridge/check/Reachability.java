package io.mpsbridge.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final String protocol;

    /** @param client settings of the bridge's admin client */
    public Reachability(Map<String, String> client) {
        this.addresses = Stream.of(client.getOrDefault("bootstrap.servers", "").split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        this.protocol = client.getOrDefault("security.protocol", "PLAINTEXT");
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
        return "no host name of kafka.bootstrap.servers resolves: " + String.join(",", addresses)
                + ": correct it, or this machine's name service (DNS)";
    }

    /** One sentence for credentials that the brokers do not take; or the listener takes none, or others. */
    String refused(String reason) {
        return addresses.stream()
                .limit(TRIED)
                .flatMap(address -> target(address).flatMap(target -> misspoken(address, target)).stream())
                .findFirst()
                .orElseGet(() -> "the brokers at " + String.join(",", addresses)
                        + " refuse the credentials (kafka.sasl.*, kafka.ssl.*): " + reason);
    }

    /** One sentence, unchanged while the problem is the same. */
    public String describe() {
        String tried = addresses.stream().limit(TRIED).map(this::tried).collect(Collectors.joining("; "));
        int others = addresses.size() - TRIED;
        return "no broker of kafka.bootstrap.servers answers: " + tried
                + (others > 0 ? "; " + others + " more not tried" : "");
    }

    private String tried(String address) {
        InetSocketAddress target = target(address).orElse(null);
        if (target == null) {
            return address + " does not resolve";
        }
        try (Socket socket = new Socket()) {
            socket.connect(target, CONNECT_MILLIS);
        } catch (SocketTimeoutException e) {
            return address + " does not accept a connection in time";
        } catch (ConnectException e) {
            return address + " refuses connections";
        } catch (IOException e) {
            return address + ": " + e.getMessage();
        }
        return misspoken(address, target)
                .orElse(address + " accepts connections but answers no request: it is overloaded, or what it advertises"
                        + " (advertised.listeners) cannot be reached");
    }

    /** The client speaks otherwise than the listener; empty if that is not known, or not so. */
    private Optional<String> misspoken(String address, InetSocketAddress target) {
        return Listener.of(target)
                .filter(listener -> !listener.takes(protocol))
                .map(listener -> address + " speaks " + listener.shown() + ", and kafka.security.protocol is "
                        + protocol + ": " + listener.remedy());
    }

    /** Empty if the name does not resolve. */
    private static Optional<InetSocketAddress> target(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceFirst("^[A-Za-z0-9_]+://", "");
        InetSocketAddress target = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
        return target.isUnresolved() ? Optional.empty() : Optional.of(target);
    }
}
