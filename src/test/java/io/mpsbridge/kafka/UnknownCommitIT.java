package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A commit that nobody answered is neither taken for granted nor made twice: the group's offsets tell what became of
 * it.
 */
class UnknownCommitIT {

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aCommitWhoseAnswerIsLostIsNotMadeAgain(Protocol protocol) {
        AtomicInteger lost = new AtomicInteger(3);
        try (LoopRig rig = new LoopRig(protocol, 2)) {
            LoopReplica replica = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.producer((method, arguments, call) -> {
                    Object result = call.proceed();
                    if (method.getName().equals("commitTransaction") && lost.getAndDecrement() > 0) {
                        throw new TimeoutException("the answer is lost");
                    }
                    return result;
                });
            });
            for (int i = 0; i < 60; i += 20) {
                rig.events(i, i + 20);
                rig.awaitAnswers(i + 20);
            }

            await(() -> replica.totals().completed() == 60, "all are known to be answered");
            assertThat(rig.answers().countsByTaskId()).hasSize(60).doesNotContainValue(2);
            assertThat(replica.totals().rebuilds()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aCommitThatNeverArrivedIsMadeAgain(Protocol protocol) {
        AtomicInteger lost = new AtomicInteger(3);
        try (LoopRig rig = new LoopRig(protocol, 2)) {
            LoopReplica replica = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.producer((method, arguments, call) -> {
                    if (method.getName().equals("commitTransaction") && lost.getAndDecrement() > 0) {
                        throw new TimeoutException("the request is lost");
                    }
                    return call.proceed();
                });
            });
            for (int i = 0; i < 60; i += 20) {
                rig.events(i, i + 20);
                rig.awaitAnswers(i + 20);
            }

            assertThat(rig.awaitAnswers(60).countsByTaskId()).hasSize(60).doesNotContainValue(2);
            await(() -> replica.totals().completed() == 60, "all are known to be answered");
        }
    }

    /** While its outcome is unknown a part of what it spoke of goes to another replica. */
    @ParameterizedTest
    @CsvSource({"SHARED, true", "SHARED, false", "EAGER, true", "EAGER, false", "CONSUMER, true", "CONSUMER, false"})
    void aPartThatIsRevokedMeanwhileIsLeftToItsNewOwner(Protocol protocol, boolean arrives) {
        AtomicBoolean cutOff = new AtomicBoolean();
        AtomicBoolean lose = new AtomicBoolean();
        try (LoopRig rig = new LoopRig(protocol, 2).producer("transaction.timeout.ms", "60000")) {
            LoopReplica first = rig.start(
                    "a",
                    script -> script.producer((method, arguments, call) -> {
                        if (method.getName().equals("initTransactions") && cutOff.get()) {
                            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                            throw new TimeoutException("the coordinator cannot be reached");
                        }
                        if (!method.getName().equals("commitTransaction") || !lose.getAndSet(false)) {
                            return call.proceed();
                        }
                        cutOff.set(true);
                        if (arrives) {
                            call.proceed();
                        }
                        throw new TimeoutException("nobody answers");
                    }));
            rig.events(0, 20);
            first.awaitOpen(20);
            lose.set(true);
            first.listener().endsAtOnce(task -> true);
            first.listener().endAll();
            await(cutOff::get, "the outcome is unknown");

            LoopReplica second = rig.startAnswering("b");
            await(
                    () -> first.status().partitions().size() == 1
                            && second.status().partitions().size() == 1,
                    "each has its part");
            cutOff.set(false);
            rig.events(20, 40);

            assertThat(rig.awaitAnswers(40).countsByTaskId()).hasSize(40).doesNotContainValue(2);
        }
    }

    /** The offsets of a transaction that was given up arrive when the next one is under way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void offsetsThatArriveAfterTheyWereGivenUpCountForNothing(int transactionVersion) {
        BrokerOptions options = BrokerOptions.defaults().withTransactionVersion(transactionVersion);
        AtomicReference<String> stalled = new AtomicReference<>("");
        try (TcpProxy proxy = TcpProxy.open();
                InProcessBroker broker = InProcessBroker.start(options, proxy);
                LoopRig rig = new LoopRig(broker, Protocol.STANDBY, 1)
                        .producer("max.block.ms", "1500")
                        .producer("request.timeout.ms", "1000")
                        .producer("delivery.timeout.ms", "1500")) {
            LoopReplica replica = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.bootstrap(proxy.address());
                script.producer((method, arguments, call) -> {
                    if (!method.getName().equals(stalled.get())) {
                        return call.proceed();
                    }
                    stalled.set("");
                    proxy.stall();
                    try {
                        return call.proceed();
                    } finally {
                        proxy.resume();
                    }
                });
            });
            rig.events(0, 10);
            rig.awaitAnswers(10);
            int sent = 10;
            for (String call : List.of("sendOffsetsToTransaction", "commitTransaction")) {
                for (int round = 0; round < 2; round++) {
                    stalled.set(call);
                    rig.events(sent, sent + 10);
                    sent += 10;
                    rig.awaitAnswers(sent);
                }
            }
            int all = sent;
            await(() -> replica.totals().events() >= all, "every event is counted");
            long events = replica.totals().events();
            replica.stop();
            LoopReplica again = rig.startAnswering("a");
            rig.events(sent, sent + 1);

            assertThat(rig.awaitAnswers(sent + 1).countsByTaskId())
                    .hasSize(sent + 1)
                    .doesNotContainValue(2);
            assertThat(events).isEqualTo(sent);
            assertThat(again.listener().watched()).isEqualTo(1);
        }
    }
}
