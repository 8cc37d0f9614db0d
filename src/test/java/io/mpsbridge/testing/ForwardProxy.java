package io.mpsbridge.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on loopback that speaks HTTP {@code CONNECT} and SOCKS 5, each with a user and password if wanted, and knows
 * host names that nobody else does. Written on plain sockets, so that it shares no code with the client. Threads of its
 * own; every method may be called from any thread.
 */
public final class ForwardProxy implements AutoCloseable {

    private static final int SOCKS = 5;
    private static final int BUFFER_BYTES = 16 * 1024;

    /** What it was asked to connect to, {@code host:port}, in order. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final Map<String, Integer> hosts;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String login;
    private volatile @Nullable String answer;

    private ForwardProxy(ServerSocket server, Map<String, Integer> hosts) {
        this.server = server;
        this.hosts = Map.copyOf(hosts);
        daemon("forward-proxy", this::accept);
    }

    /**
     * One that is spoken to in the clear.
     *
     * @param hosts names that it knows, with the port on loopback that stands for them; others it cannot reach
     */
    public static ForwardProxy start(Map<String, Integer> hosts) {
        try {
            return new ForwardProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is itself spoken to over TLS. */
    public static ForwardProxy startTls(Map<String, Integer> hosts, SSLContext tls) {
        try {
            return new ForwardProxy(
                    tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Lets only those through who know these. */
    public void require(String user, String password) {
        login = user + ":" + password;
    }

    /** From now on answers every request by these bytes and nothing else; empty: with silence; null: properly. */
    public void answer(@Nullable String bytes) {
        answer = bytes;
    }

    /** Closes all connections. */
    public void cut() {
        open.forEach(ForwardProxy::end);
    }

    @Override
    public void close() {
        end(server);
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                open.add(client);
                daemon("forward-proxy-client", () -> serve(client));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            int first = in.read();
            Integer target = first == SOCKS ? socks(in, client) : connect(first, in, client);
            if (target != null) {
                try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), target)) {
                    open.add(peer);
                    daemon("forward-proxy-back", () -> pump(peer, client));
                    pump(client, peer);
                    open.remove(peer);
                }
            }
        } catch (IOException e) {
            // the client or the peer has gone
        } finally {
            open.remove(client);
        }
    }

    private @Nullable Integer connect(int first, InputStream in, Socket client) throws IOException {
        String head = (char) first + head(in);
        String host = head.split(" ", 3)[1];
        asked.add(host);
        String known = login;
        String wanted = known == null
                ? ""
                : "proxy-authorization: basic "
                        + Base64.getEncoder().encodeToString(known.getBytes(StandardCharsets.UTF_8));
        boolean allowed = head.lines().anyMatch(line -> line.equalsIgnoreCase(wanted)) || wanted.isEmpty();
        Integer target = hosts.get(host);
        if (answer != null) {
            say(client, answer);
            awaitEnd(in);
            return null;
        }
        if (!allowed || target == null) {
            say(
                    client,
                    allowed
                            ? "HTTP/1.1 503 Service Unavailable\r\n\r\n"
                            : "HTTP/1.1 407 Proxy Authentication "
                                    + "Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 6\r\n\r\nsorry!");
            return null;
        }
        say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        return target;
    }

    private @Nullable Integer socks(DataInputStream in, Socket client) throws IOException {
        if (answer != null) {
            say(client, answer);
            awaitEnd(in);
            return null;
        }
        OutputStream out = client.getOutputStream();
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        String known = login;
        int method = known == null ? 0 : 2;
        boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(method) >= 0;
        out.write(new byte[] {SOCKS, (byte) (offered ? method : 0xFF)});
        if (!offered) {
            return null;
        }
        if (known != null) {
            in.readUnsignedByte();
            boolean right = known.equals(text(in) + ":" + text(in));
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return null;
            }
        }
        byte[] head = in.readNBytes(4);
        String host = (head[3] == 3
                        ? text(in)
                        : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress()) + ":" + in.readUnsignedShort();
        asked.add(host);
        Integer target = hosts.get(host);
        out.write(new byte[] {SOCKS, (byte) (target == null ? 4 : 0), 0, 1, 0, 0, 0, 0, 0, 0});
        return target;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed within the request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void say(Socket client, String bytes) throws IOException {
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void awaitEnd(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one of them has gone, and the other goes too
        }
    }

    private static void end(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // gone already
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
