package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A created partition without leader at the start. */
class LeaderlessIT {

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aPartitionWithoutLeaderAtTheStartWaitsAloneAndBeginsWhenItHasOne(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 3)) {
            rig.events(0, 30);
            AtomicBoolean leaderless = new AtomicBoolean(true);
            LoopReplica replica = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.admin((method, arguments, call) -> {
                    Object result = call.proceed();
                    if (method.getName().equals("listOffsets") && leaderless.get()) {
                        fail((ListOffsetsResult) result, rig.partition(1));
                    }
                    return result;
                });
            });

            assertThat(rig.awaitAnswers(20).countsByTaskId()).hasSize(20);
            await(
                    () -> replica.partition(1)
                            .filter(each -> each.pause() == PauseReason.LOADING && each.loading() != null)
                            .filter(each -> each.loading().why().contains("LeaderNotAvailable"))
                            .isPresent(),
                    () -> "it says why it waits: " + replica.status());

            leaderless.set(false);
            assertThat(rig.awaitAnswers(30).countsByTaskId()).hasSize(30).doesNotContainValue(2);
        }
    }

    /** The client's result cannot be made by others; what it will hold can be changed. */
    @SuppressWarnings("unchecked") // the field's own type
    private static void fail(ListOffsetsResult result, TopicPartition partition) throws ReflectiveOperationException {
        Field field = ListOffsetsResult.class.getDeclaredField("futures");
        field.setAccessible(true);
        Map<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>> futures =
                (Map<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>>) field.get(result);
        Map<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>> changed = new HashMap<>(futures);
        changed.computeIfPresent(
                partition,
                (each, future) -> future.thenApply(info -> {
                    throw new LeaderNotAvailableException("no leader");
                }));
        field.set(result, changed);
    }
}
