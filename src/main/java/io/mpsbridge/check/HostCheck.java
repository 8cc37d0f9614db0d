package io.mpsbridge.check;

import io.mpsbridge.admin.AdminSettings;
import io.mpsbridge.config.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/** Whether this machine lets the bridge run: its admin port, and the libraries of the codecs. */
public final class HostCheck {

    private static final List<String> CODECS = List.of("gzip", "snappy", "lz4", "zstd");
    private static final byte MAGIC = 2;

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
        InetSocketAddress address = new InetSocketAddress(admin.host(), admin.port());
        String what = "admin port";
        if (address.isUnresolved()) {
            return Optional.of(Finding.bad(what, "admin.host " + admin.host() + " does not resolve"));
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return Optional.empty();
        } catch (BindException e) {
            boolean isElsewhere = String.valueOf(e.getMessage()).contains("assign");
            return Optional.of(
                    isElsewhere
                            ? Finding.bad(what, "admin.host " + admin.host() + " is no address of this machine")
                                    .fixedBy(Commands.export("admin.host", "127.0.0.1"))
                            : Finding.warning(
                                            what,
                                            "admin.port " + admin.port() + " on " + admin.host()
                                                    + " is taken, by a running bridge or by something else, and the next"
                                                    + " bridge here needs another (0: any free port)")
                                    .fixedBy(Commands.export("admin.port", 0)));
        } catch (IOException e) {
            return Optional.of(Finding.bad(what, "cannot be opened: " + e.getMessage()));
        }
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
            String text = "cannot be used (" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                    + "): start with -Djava.io.tmpdir= and a directory that is executable";
            return Optional.of(
                    codec.equals(ownCodec)
                            ? Finding.bad("codec " + codec, text + ", or set another kafka.producer.compression.type")
                            : Finding.warning("codec " + codec, text + "; partitions with such records stand still"));
        }
    }
}
