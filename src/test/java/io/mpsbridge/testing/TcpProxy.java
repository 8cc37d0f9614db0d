package io.mpsbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on the loopback that breaks connections on demand: cut, refuse, stall. Its port stays the same through
 * all of it. Threads of its own, two per connection; every method may be called from any thread.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long ACCEPTOR_END_MILLIS = 5_000;

    private final int port;
    private final AtomicLong accepted = new AtomicLong();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private volatile InetSocketAddress target;
    private volatile boolean stalled;
    private volatile ServerSocket listener;
    private volatile Thread acceptor;

    private TcpProxy(InetSocketAddress target) {
        this.port = FreePorts.next();
        this.target = target;
        this.listener = listen();
    }

    /** A proxy in front of a loopback port. */
    public static TcpProxy to(int port) {
        return new TcpProxy(loopback(port));
    }

    /** A proxy whose target comes later, with {@link #forwardTo}: until then its connections end at once. */
    public static TcpProxy open() {
        return new TcpProxy(loopback(1));
    }

    /** From now on, new connections go to this loopback port. */
    public void forwardTo(int port) {
        target = loopback(port);
    }

    public int port() {
        return port;
    }

    /** {@code host:port} for clients. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Connections accepted so far. */
    public long accepted() {
        return accepted.get();
    }

    /** Connections open now. */
    public int connections() {
        return links.size();
    }

    /** Resets every open connection; new ones are welcome. */
    public void cut() {
        links.forEach(Link::reset);
    }

    /** Resets every open connection and refuses new ones, until {@link #resume}. */
    public void refuse() {
        close(listener);
        awaitEndOf(acceptor);
        cut();
    }

    /** Connections stay open and new ones are accepted, but no byte passes, until {@link #resume}. */
    public void stall() {
        stalled = true;
    }

    /** Ends stalling and refusing; bytes held back while stalled are delivered. */
    public void resume() {
        synchronized (gate) {
            stalled = false;
            gate.notifyAll();
        }
        if (listener.isClosed()) {
            listener = listen();
        }
    }

    @Override
    public void close() {
        close(listener);
        synchronized (gate) {
            stalled = false;
            gate.notifyAll();
        }
        cut();
    }

    private ServerSocket listen() {
        try {
            var socket = new ServerSocket();
            socket.bind(loopback(port));
            acceptor = daemon("proxy-accept-" + port, () -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + port, e);
        }
    }

    /** The port is refused only once nobody waits in accept any more, however long the socket has been closed. */
    private static void awaitEndOf(Thread thread) {
        try {
            thread.join(ACCEPTOR_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                var link = new Link(socket.accept());
                accepted.incrementAndGet();
                links.add(link);
                daemon("proxy-connect-" + port, link::run);
            } catch (IOException closed) {
                // The loop's condition tells whether that was our own closing.
            }
        }
    }

    private void awaitOpenGate() throws InterruptedException {
        synchronized (gate) {
            while (stalled) {
                gate.wait();
            }
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Thread daemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyBroken) {
            // Closing is all that was wanted.
        }
    }

    /** One client's connection and ours to the target. */
    private final class Link {
        private final Socket client;
        private final Socket server = new Socket();

        private Link(Socket client) {
            this.client = client;
        }

        private void run() {
            try {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                awaitOpenGate();
                server.connect(target, CONNECT_MILLIS);
                daemon("proxy-back-" + port, () -> pump(server, client));
                pump(client, server);
            } catch (IOException e) {
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        private void pump(Socket from, Socket to) {
            var buffer = new byte[BUFFER_BYTES];
            try {
                var in = from.getInputStream();
                var out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    awaitOpenGate();
                    out.write(buffer, 0, read);
                }
                awaitOpenGate();
                to.shutdownOutput();
                if (from.isOutputShutdown()) {
                    end();
                }
            } catch (IOException e) {
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        /** Ends both connections with a reset, as a broken network would: data under way is lost. */
        private void reset() {
            try {
                client.setSoLinger(true, 0);
                server.setSoLinger(true, 0);
            } catch (IOException alreadyClosed) {
                // Then there is nothing left to lose.
            }
            end();
        }

        private void end() {
            links.remove(this);
            TcpProxy.close(client);
            TcpProxy.close(server);
        }
    }
}
