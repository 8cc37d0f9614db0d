package io.mpsbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real nginx in front of a port of this machine, as its manual's plainest example has it. Dead after {@link #close}.
 */
public final class Nginx implements AutoCloseable {
    private static final Path EXECUTABLE = Path.of("/usr/sbin/nginx");
    private static final Duration START = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final Process process;
    private final Path directory;
    private final int port;

    private Nginx(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Whether this machine has one. */
    public static boolean isThere() {
        return Files.isExecutable(EXECUTABLE);
    }

    /**
     * Starts one.
     *
     * @param prefix the path at which it shows the root of the other port, with a slash at both ends
     */
    public static Nginx before(int behind, String prefix) throws IOException {
        Path directory = Files.createTempDirectory("nginx");
        int port = FreePorts.next();
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(each -> each + "_temp_path " + directory + "/" + each + "; ")
                .reduce("", String::concat);
        Path configuration = Files.write(
                directory.resolve("nginx.conf"),
                List.of(
                        "daemon off; worker_processes 1; pid " + directory + "/pid; error_log " + directory + "/log;",
                        "events {}",
                        "http { access_log off; " + temporary,
                        "server { listen 127.0.0.1:" + port + ";",
                        "location " + prefix + " { proxy_pass http://127.0.0.1:" + behind + "/; } } }"));
        Process process = new ProcessBuilder(
                        EXECUTABLE.toString(), "-e", directory + "/log", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Nginx nginx = new Nginx(process, directory, port);
        nginx.awaitStart();
        return nginx;
    }

    public int port() {
        return port;
    }

    private void awaitStart() throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String log = Files.readString(directory.resolve("log"));
                close();
                throw new IOException("nginx does not start: " + log);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        // Not by force: the main process then ends its workers.
        process.destroy();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}
