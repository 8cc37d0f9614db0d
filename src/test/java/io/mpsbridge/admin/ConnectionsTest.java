package io.mpsbridge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final Connections connections = new Connections(2);

    @Test
    void oneMoreClosesTheOldest() {
        EmbeddedChannel first = opened();
        EmbeddedChannel second = opened();

        EmbeddedChannel third = opened();

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isTrue();
    }

    @Test
    void oneThatClosesByItselfMakesRoom() {
        EmbeddedChannel first = opened();
        EmbeddedChannel second = opened();
        second.finishAndReleaseAll();

        opened();

        assertThat(first.isOpen()).isTrue();
    }

    private EmbeddedChannel opened() {
        EmbeddedChannel channel = new EmbeddedChannel();
        connections.opened(channel);
        return channel;
    }
}
