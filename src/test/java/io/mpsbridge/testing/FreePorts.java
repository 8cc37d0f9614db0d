package io.mpsbridge.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports that stay free while their server is down. They lie below the range from which the system gives ports
 * to outgoing connections: a client that keeps on connecting to a stopped server's port inside that range sooner or
 * later gets the port itself, connects to itself, and the server cannot come back. Nor does another JVM of the tests
 * get it: whoever has the UDP port of the same number has the TCP port, and keeps it to the end of its JVM.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int BEYOND = 30_000;
    private static final int ATTEMPTS = 200;

    private static final Queue<DatagramSocket> TAKEN = new ConcurrentLinkedQueue<>();

    private FreePorts() {}

    public static int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (take(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + LOWEST + " and " + BEYOND);
    }

    private static boolean take(int port) {
        try {
            TAKEN.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
