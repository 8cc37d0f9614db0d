package io.mpsbridge.mps;

import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.resolver.NameResolver;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Answers every question with the addresses of the proxy. The connector then tries these one after the other, and
 * nobody here asks for the endpoint's name, which only the proxy may know. Reactor Netty's own support of proxies
 * resolves the proxy's name once, and blocks for it.
 */
final class ProxyResolver extends DnsAddressResolverGroup {

    private final InetSocketAddress proxy;

    ProxyResolver(DnsNameResolverBuilder dns, ProxyAddress proxy) {
        super(dns);
        this.proxy = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    }

    @Override
    protected AddressResolver<InetSocketAddress> newAddressResolver(EventLoop loop, NameResolver<InetAddress> names) {
        return new InetSocketAddressResolver(loop, names) {
            /** Not even an endpoint that is an address. */
            @Override
            protected boolean doIsResolved(InetSocketAddress endpoint) {
                return false;
            }

            @Override
            protected void doResolve(InetSocketAddress endpoint, Promise<InetSocketAddress> promise) throws Exception {
                super.doResolve(proxy, promise);
            }

            @Override
            protected void doResolveAll(InetSocketAddress endpoint, Promise<List<InetSocketAddress>> promise)
                    throws Exception {
                super.doResolveAll(proxy, promise);
            }
        };
    }
}
