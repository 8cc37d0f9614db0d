package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Answer;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.task.Verdict.Unavailable;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MpsClientDnsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aHostNameThatDoesNotExistIsADnsProblem() throws Exception {
        try (DatagramSocket names = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread nameServer = new Thread(() -> answerNoSuchName(names), "name-server");
            nameServer.setDaemon(true);
            nameServer.start();

            Verdict verdict = callThrough((InetSocketAddress) names.getLocalSocketAddress());

            assertThat(verdict).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.code()).isEqualTo("dns");
                assertThat(unavailable.message())
                        .startsWith("https://mps.no-such-host.example has a host name that cannot be resolved");
            });
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerIsADnsProblemOrATimeout() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Verdict verdict = callThrough((InetSocketAddress) silent.getLocalSocketAddress());

            assertThat(((Unavailable) verdict).code()).isIn("dns", "timeout");
        }
    }

    private static Verdict callThrough(InetSocketAddress nameServer) {
        MpsSettings settings = new MpsSettings(
                MpsFixtures.settings("https://mps.no-such-host.example", MpsFixtures.PERMANENT)
                        .endpoint(),
                false,
                null,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                2,
                MpsFixtures.PERMANENT,
                ProxySettings.NONE,
                TlsSettings.NONE);
        MpsHttp http = new MpsHttp(
                settings,
                System::nanoTime,
                client -> client.resolver(dns -> dns.queryTimeout(settings.connectTimeout())
                        .dnsAddressResolverGroupProvider(builder -> new DnsAddressResolverGroup(
                                builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(nameServer))))));
        MpsClient client = new MpsClient(settings, http, MpsFixtures.source(MpsFixtures.PERMANENT), MpsFixtures.CLOCK);
        try {
            return client.describe(TaskKind.IMAGE, "t", () -> true)
                    .map(Answer::verdict)
                    .block(PATIENCE);
        } finally {
            client.close().block(PATIENCE);
        }
    }

    /** Sends every question back, marked as an answer that there is no such name. */
    private static void answerNoSuchName(DatagramSocket socket) {
        byte[] buffer = new byte[2_048];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                buffer[2] = (byte) 0x81;
                buffer[3] = (byte) 0x83;
                socket.send(packet);
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }
}
