package io.mpsbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Listeners that are not a broker's, or want more than is known of; CheckIT asks those of a broker. */
class ListenerTest {

    private interface Answer {
        void to(Socket client) throws IOException;
    }

    private static void serve(ServerSocket server, Answer answer) {
        Thread thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket client = server.accept()) {
                            answer.to(client);
                        } catch (IOException expected) {
                            // That client is done, or the server closed.
                        }
                    }
                },
                "listener-test");
        thread.setDaemon(true);
        thread.start();
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    @Test
    void aServerOfAnotherProtocolIsForeign() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            serve(server, client -> {
                // The whole request: closing with bytes unread would reset the connection.
                byte[] unused = client.getInputStream().readNBytes(21);
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            });

            assertThat(Listener.of(address(server))).contains(Listener.FOREIGN);
        }
    }

    @Test
    void tlsThatSaysNothingMoreIsSomeTls() throws Exception {
        try (ServerSocket server = TestKeys.context("tls-elsewhere.p12")
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            serve(server, client -> {
                int unused = client.getInputStream().read();
            });

            assertThat(Listener.of(address(server))).contains(Listener.SOME_TLS);
            assertThat(Listener.SOME_TLS.takes("sasl_ssl")).isTrue();
            assertThat(Listener.SOME_TLS.takes("PLAINTEXT")).isFalse();
        }
    }

    @Test
    void whoSaysNothingIsNotKnown() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(Listener.of(address(server))).isEmpty();
        }
    }
}
