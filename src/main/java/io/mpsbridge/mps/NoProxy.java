package io.mpsbridge.mps;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts that are reached without the proxy, as curl reads {@code NO_PROXY}: names with all below them, with or without
 * a leading dot, addresses, networks such as {@code 10.0.0.0/8}, {@code *}; each name or address perhaps with a port.
 */
final class NoProxy {

    private static final Pattern ENTRY = Pattern.compile("\\[?(?<host>[^\\[\\]]+?)]?(?::(?<port>\\d{1,5}))?");
    private static final Pattern NETWORK = Pattern.compile("(?<address>[0-9A-Fa-f.:]+)/(?<bits>\\d{1,3})");

    private final List<String> entries;

    NoProxy(List<String> entries) {
        this.entries = entries;
    }

    /** @param host without the brackets of an IPv6 address */
    boolean covers(String host, int port) {
        String name = bare(host);
        return entries.stream().anyMatch(entry -> covers(entry, name, port));
    }

    private static boolean covers(String entry, String name, int port) {
        Matcher network = NETWORK.matcher(entry);
        if (network.matches()) {
            boolean isAddress = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
            return isAddress && contains(network.group("address"), Integer.parseInt(network.group("bits")), name);
        }
        if (entry.equals("*") || bare(entry).equals(name)) {
            return true;
        }
        Matcher parts = ENTRY.matcher(entry);
        if (!parts.matches() || (parts.group("port") != null && Integer.parseInt(parts.group("port")) != port)) {
            return false;
        }
        String covered = bare(parts.group("host"));
        return !covered.isEmpty() && (name.equals(covered) || name.endsWith("." + covered));
    }

    private static boolean contains(String network, int bits, String address) {
        try {
            InetAddress asked = InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address));
            return new IpSubnetFilterRule(network, bits, IpFilterRuleType.ACCEPT)
                    .matches(new InetSocketAddress(asked, 0));
        } catch (UnknownHostException | IllegalArgumentException e) {
            return false; // no network: covers nothing
        }
    }

    /** In lower case, without the dot of the root and the one before a suffix. */
    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String tail = lower.startsWith(".") ? lower.substring(1) : lower;
        return tail.endsWith(".") ? tail.substring(0, tail.length() - 1) : tail;
    }
}
