package io.mpsbridge.admin;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Whether the admin port can be opened, and if not, why, in one set of words for {@code run} and {@code check}. */
public final class AdminAddress {

    private static final int TRIED_PORTS = 50;
    private static final int HIGHEST_PORT = 65_535;

    private AdminAddress() {}

    /** Why a port cannot be opened. */
    public enum Kind {
        UNRESOLVED,
        /** The address is another machine's. */
        ELSEWHERE,
        TAKEN,
        OTHER
    }

    /**
     * Why it cannot be opened.
     *
     * @param message names the key to change
     * @param freePort one that could be opened instead, where the port is taken
     */
    public record Problem(Kind kind, String message, OptionalInt freePort) {
        Problem(Kind kind, String message) {
            this(kind, message, OptionalInt.empty());
        }
    }

    /** Opens the port for a moment; empty if that works. */
    public static Optional<Problem> problem(AdminSettings admin) {
        InetSocketAddress address = new InetSocketAddress(admin.host(), admin.port());
        if (address.isUnresolved()) {
            return Optional.of(
                    new Problem(
                            Kind.UNRESOLVED,
                            "admin.host " + admin.host()
                                    + " does not resolve: set an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all"));
        }
        try {
            bind(address);
            return Optional.empty();
        } catch (BindException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).contains("assign")
                            ? new Problem(
                                    Kind.ELSEWHERE,
                                    "admin.host " + admin.host()
                                            + " is no address of this machine: set one, such as 127.0.0.1, or 0.0.0.0"
                                            + " for all")
                            : taken(admin));
        } catch (IOException e) {
            return Optional.of(new Problem(
                    Kind.OTHER,
                    "admin.port " + admin.port() + " on " + admin.host() + " cannot be opened: " + e.getMessage()));
        }
    }

    private static Problem taken(AdminSettings admin) {
        OptionalInt free = freePort(admin);
        String another = free.stream()
                .mapToObj(port -> "such as " + port + ", which is free now, ")
                .findFirst()
                .orElse("");
        return new Problem(
                Kind.TAKEN,
                "admin.port " + admin.port() + " on " + admin.host()
                        + " is taken: set another (ADMIN_PORT, --admin.port), " + another
                        + "or 0 for any free one, which the log names",
                free);
    }

    /** The next port that can be opened now. */
    private static OptionalInt freePort(AdminSettings admin) {
        return IntStream.rangeClosed(admin.port() + 1, Math.min(HIGHEST_PORT, admin.port() + TRIED_PORTS))
                .filter(port -> {
                    try {
                        bind(new InetSocketAddress(admin.host(), port));
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                })
                .findFirst();
    }

    private static void bind(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        }
    }
}
