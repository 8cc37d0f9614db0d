package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.simulator.TaskReport;
import io.mpsbridge.testing.ChildProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a crash costs: nothing but the restart where the replica comes back, the session where it does not. */
@Timeout(value = 12, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int TASKS = 20;

    @Test
    void afterAKillARestartAsksAboutTheTasksInFlightWithoutWaitingForTheOldSession() throws Exception {
        var session = Duration.ofMinutes(5);
        try (var rig = Rig.start(Mode.STANDBY, 2)) {
            var environment = rig.environment("replica-1");
            environment.put("KAFKA_CONSUMER_SESSION_TIMEOUT_MS", String.valueOf(session.toMillis()));
            try (var first = ChildProcess.bridge("replica-1", environment, "run")) {
                create(rig, "12s");
                awaitAllAsked(rig);
                first.kill();
                first.awaitExit(LIMIT);
            }
            long polls = rig.simulator().stats().tasks().polls();
            long start = System.nanoTime();
            try (var second = ChildProcess.bridge("replica-1", environment, "run")) {
                await(() -> rig.simulator().stats().tasks().polls() > polls, "a poll after the restart");
                var toFirstPoll = since(start);
                System.out.printf("kill -9 and restart: first poll of a task in flight after %s%n", toFirstPoll);
                awaitAnswers(rig);
                assertThat(toFirstPoll).isLessThan(session);
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    void afterAKillNothingThatEndedBehindAStuckTaskIsAskedAboutAgain() throws Exception {
        int behind = 1_500;
        var stuck = Rig.CREATED + "/0/0";
        try (var rig = Rig.start(Mode.STANDBY, 2, 1, 1_000)) {
            var servers = rig.brokers().bootstrapServers();
            long polls;
            try (var first = ChildProcess.bridge("replica-1", rig.environment("replica-1"), "run")) {
                createInOnePartition(rig, Stream.concat(Stream.of(id(0, "3600s")), ids(1, behind + 1, "1s")));
                AnswerLedger.awaitAnswers(servers, allBut(stuck, AnswerLedger.created(servers)), LIMIT);
                assertThat(AnswerLedger.read(servers).answers()).hasSize(behind);
                polls = polls(rig, 1, behind + 1);
                first.kill();
                first.awaitExit(LIMIT);
            }
            try (var second = ChildProcess.bridge("replica-1", rig.environment("replica-1"), "run")) {
                createInOnePartition(rig, ids(behind + 1, behind + 2, "1s"));
                AnswerLedger.awaitAnswers(servers, allBut(stuck, AnswerLedger.created(servers)), LIMIT);
                assertThat(AnswerLedger.read(servers).answers()).hasSize(behind + 1);
                assertThat(second.isAlive()).isTrue();
            }
            long again = polls(rig, 1, behind + 1) - polls;
            System.out.printf(
                    "kill -9 with one stuck and %d ended behind it: %d of these polled again%n", behind, again);
            assertThat(again).isZero();
            assertThat(AnswerLedger.read(servers).doubled()).isEmpty();
        }
    }

    private static Map<String, CreatedEvent.Label> allBut(String stuck, Map<String, CreatedEvent.Label> created) {
        var others = new HashMap<>(created);
        others.remove(stuck);
        return others;
    }

    private static long polls(Rig rig, int from, int to) {
        var ids = ids(from, to, "1s").collect(Collectors.toSet());
        return rig.simulator().tasks(0, 10_000).stream()
                .filter(task -> ids.contains(task.id()))
                .mapToLong(TaskReport::polls)
                .sum();
    }

    @Test
    void aReplicaThatDoesNotComeBackIsTakenOverOnceItsSessionHasEnded() throws Exception {
        try (var rig = Rig.start(Mode.STANDBY, 2);
                var owner = ChildProcess.bridge("replica-1", rig.environment("replica-1"), "run")) {
            owner.awaitLine("partitions assigned", LIMIT);
            try (var standby = ChildProcess.bridge("replica-2", rig.environment("replica-2"), "run")) {
                await(() -> members(rig) == 2, "two members");
                create(rig, "15s");
                awaitAllAsked(rig);
                owner.kill();
                owner.awaitExit(LIMIT);
                long polls = rig.simulator().stats().tasks().polls();
                long killed = System.nanoTime();
                await(() -> rig.simulator().stats().tasks().polls() > polls, "a poll by the standby");
                System.out.printf(
                        "kill -9 without a restart, session %s: the standby's first poll after %s%n",
                        Mode.SESSION, since(killed));
                awaitAnswers(rig);
                assertThat(standby.isAlive()).isTrue();
            }
        }
    }

    private static void create(Rig rig, String duration) throws Exception {
        create(rig, null, ids(0, TASKS, duration));
    }

    private static void createInOnePartition(Rig rig, Stream<String> ids) throws Exception {
        create(rig, 0, ids);
    }

    private static void create(Rig rig, @Nullable Integer partition, Stream<String> ids) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", rig.brokers().bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = ids.map(id -> ("{\"taskId\":\"" + id + "\"}").getBytes(UTF_8))
                    .map(value -> producer.send(new ProducerRecord<>(Rig.CREATED, partition, null, value)))
                    .toList();
            for (var each : sent) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static Stream<String> ids(int from, int to, String duration) {
        return IntStream.range(from, to).mapToObj(number -> id(number, duration));
    }

    private static String id(int number, String duration) {
        return "sim-" + number + ";for=" + duration + ";end=done";
    }

    private static void awaitAllAsked(Rig rig) {
        await(
                () -> rig.simulator().tasks(0, TASKS).stream()
                                .filter(RestartIT::isAsked)
                                .count()
                        == TASKS,
                "every task asked about");
    }

    private static boolean isAsked(TaskReport task) {
        return task.firstAskedAt() != null;
    }

    private static void awaitAnswers(Rig rig) {
        var servers = rig.brokers().bootstrapServers();
        AnswerLedger.awaitAnswers(servers, AnswerLedger.created(servers), LIMIT);
        var books = AnswerLedger.read(servers);
        assertThat(books.created()).hasSize(TASKS);
        assertThat(books.missing()).isEmpty();
        assertThat(books.doubled()).isEmpty();
    }

    private static int members(Rig rig) {
        try (var admin = rig.brokers().admin()) {
            return admin.describeConsumerGroups(List.of(Rig.GROUP))
                    .all()
                    .get(10, TimeUnit.SECONDS)
                    .get(Rig.GROUP)
                    .members()
                    .size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration since(long start) {
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
