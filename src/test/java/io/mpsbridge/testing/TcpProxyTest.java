package io.mpsbridge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpProxyTest {
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        new Thread(this::serve).start();
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytesPassInBothDirectionsAndTheEndOfAStreamAsWell() throws IOException {
        try (var client = connect()) {
            assertThat(echo(client, 7)).isEqualTo(7);
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void aCutResetsWhatIsOpenAndNothingElse() throws IOException {
        try (var client = connect()) {
            echo(client, 7);
            assertThat(proxy.connections()).isEqualTo(1);

            proxy.cut();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(proxy.connections()).isZero();
        }
        try (var client = connect()) {
            assertThat(echo(client, 8)).isEqualTo(8);
        }
    }

    @Test
    void refusedClientsComeBackOnTheSamePort() throws IOException {
        proxy.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

        proxy.resume();
        try (var client = connect()) {
            assertThat(echo(client, 9)).isEqualTo(9);
        }
    }

    @Test
    void aStallHoldsTheBytesAndDeliversThemLater() throws IOException {
        try (var client = connect()) {
            echo(client, 7);
            proxy.stall();
            client.getOutputStream().write(10);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.resume();
            client.setSoTimeout(0);
            assertThat(client.getInputStream().read()).isEqualTo(10);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static int echo(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    private void serve() {
        while (!echo.isClosed()) {
            try (var client = echo.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (SocketException endedByTheTest) {
                // The next client, or the end.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
