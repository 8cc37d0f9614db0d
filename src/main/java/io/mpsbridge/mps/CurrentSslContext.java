package io.mpsbridge.mps;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import reactor.netty.NettyPipeline;

/**
 * Begins each connection with the context that is in force then, so that the client and its pool outlive a change of
 * files.
 */
final class CurrentSslContext extends SslContext {

    private final Supplier<SslContext> current;

    CurrentSslContext(Supplier<SslContext> current) {
        this.current = current;
    }

    /** Whether the connection was begun with a context that is no longer in force. */
    boolean isOutdated(Channel connection) {
        return connection.pipeline().get(NettyPipeline.SslHandler) instanceof Handler handler
                && handler.begunWith != current.get();
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, String host, int port, boolean startTls) {
        SslContext now = current.get();
        return new Handler(now.newEngine(alloc, host, port), startTls, now);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String host, int port) {
        return current.get().newEngine(alloc, host, port);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
        return current.get().newEngine(alloc);
    }

    @Override
    public boolean isClient() {
        return true;
    }

    @Override
    public List<String> cipherSuites() {
        return current.get().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // the type, which SslContext still wants
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return current.get().applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return current.get().sessionContext();
    }

    private static final class Handler extends SslHandler {
        private final SslContext begunWith;

        Handler(SSLEngine engine, boolean startTls, SslContext begunWith) {
            super(engine, startTls);
            this.begunWith = begunWith;
        }
    }
}
