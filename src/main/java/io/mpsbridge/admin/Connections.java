package io.mpsbridge.admin;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Bounds the open connections: one too many closes the oldest, so the next probe always gets through. Thread-safe. */
final class Connections {

    private final int capacity;
    private final Set<Channel> open = new LinkedHashSet<>();

    Connections(int capacity) {
        this.capacity = capacity;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the close
    void opened(Channel channel) {
        channel.closeFuture().addListener(closed -> forget(channel));
        for (Channel oldest : add(channel)) {
            oldest.close();
        }
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
