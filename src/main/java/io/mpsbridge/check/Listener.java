package io.mpsbridge.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * How a broker's listener wants to be spoken to. Asked with one {@code SaslHandshake} request, in plain text and then
 * through TLS: it names a mechanism and holds no secret, and every listener answers it before anybody has logged in.
 */
enum Listener {
    PLAINTEXT("plain text without login"),
    SASL_PLAINTEXT("plain text with login"),
    SSL("TLS without login"),
    SASL_SSL("TLS with login"),
    /** Wants a client certificate, say. */
    SOME_TLS("TLS"),
    /** Some other program's, such as HTTP. */
    FOREIGN("another protocol than Kafka's");

    private static final int MILLIS = 1_000;
    private static final short SASL_HANDSHAKE = 17;
    private static final short VERSION = 1;
    private static final int CORRELATION = 0x4d505342;
    private static final short ILLEGAL_SASL_STATE = 34;
    private static final int LARGEST_ANSWER = 10_000;

    private final String shown;

    Listener(String shown) {
        this.shown = shown;
    }

    String shown() {
        return shown;
    }

    /** Whether a client of this {@code security.protocol} may be right. */
    boolean takes(String protocol) {
        return switch (this) {
            case PLAINTEXT, SASL_PLAINTEXT, SSL, SASL_SSL -> name().equalsIgnoreCase(protocol);
            case SOME_TLS -> protocol.toUpperCase(Locale.ROOT).endsWith("SSL");
            case FOREIGN -> false;
        };
    }

    /** Which {@code security.protocol} to set. */
    String remedy() {
        return switch (this) {
            case PLAINTEXT, SSL -> "set kafka.security.protocol=" + name();
            case SASL_PLAINTEXT, SASL_SSL ->
                "set kafka.security.protocol=" + name() + ", kafka.sasl.mechanism and kafka.sasl.jaas.config";
            case SOME_TLS -> "set kafka.security.protocol=SSL, or SASL_SSL if clients log in";
            case FOREIGN -> "correct the port in kafka.bootstrap.servers";
        };
    }

    /** Empty if it does not say. Blocks for seconds. */
    static Optional<Listener> of(InetSocketAddress address) {
        try (Socket socket = connected(address)) {
            Optional<Boolean> login = login(socket);
            if (login.isPresent()) {
                return Optional.of(login.get() ? SASL_PLAINTEXT : PLAINTEXT);
            }
        } catch (ForeignAnswerException e) {
            return Optional.of(FOREIGN);
        } catch (IOException e) {
            return Optional.empty();
        }
        return overTls(address);
    }

    private static Optional<Listener> overTls(InetSocketAddress address) {
        try (Socket plain = connected(address);
                SSLSocket socket = (SSLSocket) trustingAll()
                        .getSocketFactory()
                        .createSocket(plain, address.getHostString(), address.getPort(), true)) {
            socket.startHandshake();
            try {
                return login(socket).map(login -> login ? SASL_SSL : SSL).or(() -> Optional.of(SOME_TLS));
            } catch (IOException e) {
                return Optional.of(SOME_TLS);
            }
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, MILLIS);
        socket.setSoTimeout(MILLIS);
        return socket;
    }

    /** Whether clients have to log in; empty if there is no answer. */
    private static Optional<Boolean> login(Socket socket) throws IOException {
        try {
            byte[] mechanism = "PLAIN".getBytes(StandardCharsets.US_ASCII);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(2 + 2 + 4 + 2 + 2 + mechanism.length);
            out.writeShort(SASL_HANDSHAKE);
            out.writeShort(VERSION);
            out.writeInt(CORRELATION);
            out.writeShort(-1);
            out.writeShort(mechanism.length);
            out.write(mechanism);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int size = in.readInt();
            boolean isTlsAlert = size >>> 16 == 0x1503;
            if (isTlsAlert) {
                return Optional.empty();
            }
            if (size < 6 || size > LARGEST_ANSWER || in.readInt() != CORRELATION) {
                throw new ForeignAnswerException();
            }
            return Optional.of(in.readShort() != ILLEGAL_SASL_STATE);
        } catch (EOFException | SocketException | SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    private static SSLContext trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    /** It answers, but not as a broker does. */
    private static final class ForeignAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Good enough to see whether the peer speaks TLS: no secret is sent, and nothing else that it says is trusted. */
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
