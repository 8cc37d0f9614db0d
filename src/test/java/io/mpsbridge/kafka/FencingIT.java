package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two live replicas with one instance id: the younger one works, the older one ends and says how to mend it. */
class FencingIT {

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"STANDBY", "SHARED", "EAGER"})
    void theOlderOfTwoIdleReplicasEndsAndNamesTheKey(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 2)) {
            LoopReplica older = rig.start("same");
            rig.events(0, 4);
            older.awaitOpen(4);

            LoopReplica younger = rig.startAnswering("same");

            assertThat(older.failure()).get().satisfies(FencingIT::saysHowToMendIt);
            rig.awaitAnswers(4);
            rig.events(4, 8);
            assertThat(rig.awaitAnswers(8).countsByTaskId()).hasSize(8).doesNotContainValue(2);
            assertThat(younger.hasEnded()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theOlderOfTwoBusyReplicasEndsAndTheYoungerOneDoesNot(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 2)) {
            LoopReplica older = rig.startAnswering("same");
            rig.events(0, 100);
            rig.awaitAnswers(100);

            LoopReplica younger = rig.startAnswering("same");
            // Work must go on until then: where the group does not tell, a replica learns of the other when it writes.
            AtomicInteger sent = new AtomicInteger(100);
            LoopRig.await(
                    () -> {
                        int from = sent.getAndAdd(5);
                        rig.events(from, from + 5);
                        return older.hasEnded();
                    },
                    "the older one ends");

            assertThat(older.failure()).get().satisfies(FencingIT::saysHowToMendIt);
            assertThat(rig.awaitAnswers(sent.get()).countsByTaskId())
                    .hasSize(sent.get())
                    .doesNotContainValue(2);
            assertThat(younger.hasEnded()).isFalse();
        }
    }

    private static void saysHowToMendIt(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(LoopStoppedException.class)
                .hasMessageContaining("another live process")
                .hasMessageContaining("instance id same")
                .hasMessageContaining("bridge.instance-id");
    }
}
