package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.kafka.PublisherState.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublisherStateTest {

    private static final Attempt ATTEMPT =
            new Attempt(List.of(), Map.of(), new MockConsumer<byte[], byte[]>("none").groupMetadata());
    private static final List<Encoded> RECORDS =
            List.of(new Encoded.Letter(new OutboundRecord("task-created-dlt", null, null, List.of()), "no-json"));

    private final PublisherState noEpoch = new PublisherState.NoEpoch();
    private final PublisherState inTransaction = noEpoch.opened().handedOver(ATTEMPT);
    private final PublisherState unknown = inTransaction.unanswered(RECORDS);

    @Test
    void anEpochIsOpenedBeforeTheFirstTransaction() {
        assertThat(noEpoch.next()).isEqualTo(Step.OPEN);
        assertThat(noEpoch.opened().next()).isEqualTo(Step.WRITE);
        assertThat(inTransaction.attempt()).contains(ATTEMPT);
    }

    @Test
    void afterAnAttemptTheEpochLastsIfTheProducerDoes() {
        assertThat(inTransaction.settled(true)).isEqualTo(new PublisherState.Ready());
        assertThat(inTransaction.settled(false)).isEqualTo(noEpoch);
        assertThat(inTransaction.givenUp()).isEqualTo(inTransaction);
    }

    /** Invariant T3. */
    @Test
    void anUnansweredCommitIsLookedUpOnlyOnceAnotherEpochIsOpen() {
        assertThat(unknown.next()).isEqualTo(Step.OPEN);
        assertThat(unknown.attempt()).contains(ATTEMPT);

        PublisherState lookingUp = unknown.opened();

        assertThat(lookingUp.next()).isEqualTo(Step.LOOK_UP);
        assertThat(lookingUp.records()).isEqualTo(RECORDS);
        assertThat(lookingUp.settled(true).attempt()).isEmpty();
        assertThat(lookingUp.givenUp()).isEqualTo(unknown);
        assertThat(lookingUp.givenUp().settled(false)).isEqualTo(noEpoch);
    }

    /** Invariant T3. */
    @Test
    void anAttemptThatThrewIsAnUnansweredOne() {
        assertThat(inTransaction.next()).isEqualTo(Step.OPEN);
        assertThat(inTransaction.opened().next()).isEqualTo(Step.LOOK_UP);
    }

    static Stream<Runnable> impossible() {
        PublisherState ready = new PublisherState.Ready();
        PublisherState inTransaction = ready.handedOver(ATTEMPT);
        PublisherState unknown = inTransaction.unanswered(RECORDS);
        return Stream.of(
                () -> new PublisherState.NoEpoch().handedOver(ATTEMPT),
                () -> new PublisherState.NoEpoch().settled(true),
                ready::opened,
                () -> ready.unanswered(RECORDS),
                () -> inTransaction.handedOver(ATTEMPT),
                () -> unknown.handedOver(ATTEMPT),
                () -> unknown.opened().handedOver(ATTEMPT),
                () -> unknown.opened().unanswered(RECORDS));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void anyOtherTransitionIsABug(Runnable transition) {
        assertThatThrownBy(transition::run).isInstanceOf(IllegalStateException.class);
    }
}
