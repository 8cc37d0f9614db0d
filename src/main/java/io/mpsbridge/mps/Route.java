package io.mpsbridge.mps;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way from here to a host: direct, or by a proxy.
 *
 * @param hop null if direct
 * @param why which setting decided
 */
record Route(@Nullable Hop hop, String why) {

    /**
     * The proxy on the way.
     *
     * @param from the key or variable that names it
     * @param destination not resolved here: the proxy does that
     */
    record Hop(ProxyAddress proxy, String from, InetSocketAddress destination) {

        /** For messages: the address, and the setting to change. */
        String shown() {
            return "the proxy " + proxy.shown() + " (" + from + ")";
        }
    }

    static Route direct(String why) {
        return new Route(null, why);
    }

    static Route by(ProxyAddress proxy, String from, String host, int port) {
        return new Route(new Hop(proxy, from, InetSocketAddress.createUnresolved(host, port)), from);
    }

    /** A clause for people. */
    String shown() {
        return hop == null ? "direct: " + why : "by " + hop.shown();
    }
}
