package io.mpsbridge.admin;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The open connections, the newest so many: one more closes the oldest. However many are held open, and for whatever
 * reason, the next probe gets through. Thread-safe.
 */
final class Connections {

    private final int capacity;
    private final Set<Channel> open = new LinkedHashSet<>();

    Connections(int capacity) {
        this.capacity = capacity;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
    void opened(Channel channel) {
        channel.closeFuture().addListener(closed -> forget(channel));
        for (Channel oldest : add(channel)) {
            oldest.close();
        }
    }

    synchronized int size() {
        return open.size();
    }

    private synchronized List<Channel> add(Channel channel) {
        open.add(channel);
        List<Channel> surplus = new ArrayList<>();
        for (Iterator<Channel> oldest = open.iterator(); open.size() > capacity; ) {
            surplus.add(oldest.next());
            oldest.remove();
        }
        return surplus;
    }

    private synchronized void forget(Channel channel) {
        open.remove(channel);
    }
}
