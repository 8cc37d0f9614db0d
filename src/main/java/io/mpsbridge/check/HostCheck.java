package io.mpsbridge.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mpsbridge.admin.AdminAddress;
import io.mpsbridge.admin.AdminSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.input.ForeignText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/** Whether this machine lets the bridge run: its admin port, and the libraries of the codecs. */
public final class HostCheck {

    private static final List<String> CODECS = List.of("gzip", "snappy", "lz4", "zstd");
    private static final byte MAGIC = 2;
    private static final String PORT = "admin port";
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int ANSWER_BYTES = 1_024;
    /** Head and body may come one by one; a server that drips bytes is none of ours. */
    private static final int READS = 8;

    private static final int MAX_CAUSE = 160;

    private final AdminSettings admin;
    private final String ownCodec;

    /** Does nothing yet. */
    public HostCheck(Settings settings) {
        this.admin = settings.admin();
        this.ownCodec = settings.kafka().clients().producer().getOrDefault("compression.type", "none");
    }

    /** Opens the port for a moment, and compresses a few bytes. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        port().ifPresent(findings::add);
        for (String codec : CODECS) {
            codec(codec).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> port() {
        return AdminAddress.problem(admin).map(problem -> switch (problem.kind()) {
            case UNRESOLVED, ELSEWHERE ->
                Finding.bad(PORT, problem.message()).fixedBy(Commands.export("admin.host", "127.0.0.1"));
            case TAKEN -> taken(problem);
            case OTHER -> Finding.bad(PORT, problem.message());
        });
    }

    /** Which program has it, the system does not tell everybody. */
    private Finding taken(AdminAddress.Problem problem) {
        if (isBridge()) {
            return Finding.note(
                    PORT, problem.message() + "; a running bridge has it, so only a second one here needs another");
        }
        Finding taken = Finding.bad(PORT, problem.message());
        OptionalInt free = problem.freePort();
        return free.isPresent() ? taken.fixedBy(Commands.export("admin.port", free.getAsInt())) : taken;
    }

    /** Whether what answers there is one of ours. */
    private boolean isBridge() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(admin.host(), admin.port()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            byte[] answer = new byte[ANSWER_BYTES];
            int length = 0;
            for (int reads = 0; reads < READS && length >= 0 && !isHealth(answer); reads++) {
                int more = socket.getInputStream().read(answer, length, ANSWER_BYTES - length);
                length = more <= 0 ? -1 : length + more;
            }
            return isHealth(answer);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isHealth(byte[] answer) {
        return new String(answer, US_ASCII).contains("{\"ok\":");
    }

    /** A library that cannot be unpacked or loaded is an {@link Error}, as is every later use of it. */
    private Optional<Finding> codec(String codec) {
        try (OutputStream compressed =
                Compression.of(codec).build().wrapForOutput(new ByteBufferOutputStream(64), MAGIC)) {
            compressed.write(1);
            return Optional.empty();
        } catch (IOException | LinkageError | RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String text = "cannot be used (" + cause.getClass().getSimpleName() + ": "
                    + ForeignText.shorten(String.valueOf(cause.getMessage()), MAX_CAUSE)
                    + "): start with -Djava.io.tmpdir= and a directory that is executable";
            return Optional.of(
                    codec.equals(ownCodec)
                            ? Finding.bad("codec " + codec, text + ", or set another kafka.producer.compression.type")
                            : Finding.warning("codec " + codec, text + "; partitions with such records stand still"));
        }
    }
}
