package io.mpsbridge.mps;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens the way through a proxy, as the connection's first handler: connects to the address that {@link ProxyResolver}
 * found, asks for the destination, and shows the connection to the handlers behind it only when the proxy has agreed.
 * So the handshake with the endpoint gets its whole time, and no request is thought to leave before it can.
 */
final class Tunnel extends ChannelDuplexHandler {

    private final Route.Hop hop;
    private final Supplier<@Nullable Login> login;
    private final @Nullable Function<ChannelHandlerContext, SslHandler> tls;
    private final Duration timeout;
    private boolean agreed;
    /** Whether bytes came that the proxy's protocol does not have. */
    private boolean foreign;

    /** What the proxy wants to know of its clients. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[****]";
        }
    }

    /**
     * @param login asked for each connection
     * @param tls makes the handler for TLS with the proxy itself; null if that is spoken to in the clear
     */
    Tunnel(
            Route.Hop hop,
            Supplier<@Nullable Login> login,
            @Nullable Function<ChannelHandlerContext, SslHandler> tls,
            Duration timeout) {
        this.hop = hop;
        this.login = login;
        this.tls = tls;
        this.timeout = timeout;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise
    public void connect(ChannelHandlerContext ctx, SocketAddress proxy, SocketAddress local, ChannelPromise promise) {
        ProxyHandler handler = handler(proxy, login.get());
        handler.setConnectTimeoutMillis(timeout.toMillis());
        ctx.pipeline().addBefore(ctx.name(), null, handler);
        if (tls != null) {
            ctx.pipeline().addFirst(tls.apply(ctx));
        }
        ctx.connect(hop.destination(), local, promise);
    }

    private ProxyHandler handler(SocketAddress proxy, @Nullable Login known) {
        if (hop.proxy().kind() == ProxyAddress.Kind.SOCKS5) {
            return known == null
                    ? new Socks5ProxyHandler(proxy)
                    : new Socks5ProxyHandler(proxy, known.user(), known.password());
        }
        return known == null
                ? new HttpProxyHandler(proxy)
                : new HttpProxyHandler(proxy, known.user(), known.password());
    }

    /** Held back until the proxy has agreed. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {}

    /** Bytes of a conversation with the proxy that failed: the handlers behind would take them for the endpoint's. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (agreed) {
            ctx.fireChannelRead(message);
        } else {
            foreign = true;
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean isOther = foreign && !agreed && hop.proxy().kind() == ProxyAddress.Kind.SOCKS5;
        ctx.fireExceptionCaught(isOther ? new NoSocksException(cause) : cause);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ProxyConnectionEvent) {
            agreed = true;
            ctx.fireChannelActive();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            // That with the proxy: the handlers behind would take it for the endpoint's.
            if (!handshake.isSuccess()) {
                ctx.fireExceptionCaught(new ProxyTlsException(handshake.cause()));
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** What answers is no SOCKS proxy. */
    static final class NoSocksException extends Exception {
        private static final long serialVersionUID = 1L;

        NoSocksException(Throwable cause) {
            super(cause);
        }
    }

    /** No TLS with the proxy itself. */
    static final class ProxyTlsException extends Exception {
        private static final long serialVersionUID = 1L;

        ProxyTlsException(Throwable cause) {
            super(told(cause), cause);
        }

        /** Leaves out the peer's bytes, which the exception quotes if the peer does not speak TLS. */
        private static String told(Throwable cause) {
            if (cause instanceof NotSslRecordException) {
                return "what answers there does not speak TLS";
            }
            return cause.getMessage() == null ? cause.toString() : cause.getMessage();
        }
    }
}
