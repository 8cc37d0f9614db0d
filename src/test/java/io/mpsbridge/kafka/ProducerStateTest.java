package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProducerStateTest {

    private static final Producer<byte[], byte[]> PRODUCER = new MockProducer<>();

    private final ProducerState absent = new ProducerState.Absent(null);
    private final ProducerState opening = absent.opening(PRODUCER);
    private final ProducerState open = opening.opened();

    @Test
    void aProducerIsOpenOnceItsEpochIs() {
        assertThat(opening.isOpen()).isFalse();
        assertThat(opening.producer()).contains(PRODUCER);
        assertThat(open.isOpen()).isTrue();
    }

    @Test
    void whatCannotBeOpenedSaysWhy() {
        assertThat(opening.discarded("no coordinator")).isEqualTo(new ProducerState.Absent("no coordinator"));
        assertThat(absent.discarded("no address").trouble()).isEqualTo("no address");
    }

    @Test
    void whoWasFencedWaitsBeforeTheIdIsTakenBack() {
        ProducerState fenced = open.discarded(null).fenced(100);

        assertThat(fenced.mayOpen(99)).isFalse();
        assertThat(fenced.mayOpen(100)).isTrue();
        assertThat(fenced.discarded(null).mayOpen(0)).isTrue();
    }

    @Test
    void whatWasGivenUpIsNeverOpenAgainAndItsFailuresSayNothing() {
        for (ProducerState givenUp :
                new ProducerState[] {opening.givenUp(), opening.givenUp().opened(), open.givenUp()}) {
            assertThat(givenUp.isOpen()).isFalse();
            assertThat(givenUp.isEndedByOwner()).isTrue();
            assertThat(givenUp.producer()).contains(PRODUCER);
            assertThat(givenUp.discarded(null)).isEqualTo(absent);
        }
    }

    @Test
    void afterTheEndNothingIsOpened() {
        ProducerState closed = opening.closed();

        assertThat(closed.opened()).isEqualTo(closed);
        assertThat(closed.opening(PRODUCER).producer()).isEmpty();
        assertThat(closed.mayOpen(0)).isFalse();
        assertThat(closed.discarded(null).fenced(0).discarded("late")).isEqualTo(closed);
    }

    static Stream<Runnable> impossible() {
        ProducerState opening = new ProducerState.Absent(null).opening(PRODUCER);
        return Stream.of(
                () -> opening.opening(PRODUCER),
                () -> opening.opened().opening(PRODUCER),
                () -> opening.opened().fenced(0),
                () -> new ProducerState.Absent(null).opened());
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void anyOtherTransitionIsABug(Runnable transition) {
        assertThatThrownBy(transition::run).isInstanceOf(IllegalStateException.class);
    }
}
