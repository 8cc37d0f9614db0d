package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Exceptions that nobody expected, planted where they could come from. */
class IsolationTest {

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void anEventWithAnAbsurdTimeIsAnsweredLikeTheTenBesideIt(String time) {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.DONE)) {
            mps.watchMany("good", 5);
            Instant absurd = Instant.parse(time);
            mps.watch(VirtualMps.task("odd", absurd, absurd, absurd.isBefore(VirtualMps.START) ? null : absurd));
            mps.watchMany("more", 5);

            mps.pass(Duration.ofSeconds(10));

            assertThat(mps.outcomes).hasSize(11);
            assertThat(mps.ends).isEmpty();
        }
    }

    @Test
    void whatFailsAtTheIntakeOfOneEventCostsThatEventAlone() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.DONE)) {
            mps.watchMany("good", 5);
            mps.watch(broken());
            mps.watchMany("more", 5);

            mps.pass(Duration.ofSeconds(10));

            assertThat(mps.outcomes).hasSize(10);
            assertThat(mps.broken).containsOnlyKeys(5L);
            assertThat(mps.ends).isEmpty();
            assertThat(mps.status().events()).isZero();
        }
    }

    @Test
    void aVerdictThatCannotBeReadCostsItsTaskAlone() {
        try (VirtualMps mps = new VirtualMps((id, at) -> id.equals("odd") ? null : VirtualMps.DONE)) {
            mps.watchMany("good", 5).watch("odd").watch("odd").watchMany("more", 5);

            mps.pass(Duration.ofSeconds(10));

            assertThat(mps.outcomes).hasSize(10);
            assertThat(mps.broken).containsOnlyKeys(5L, 6L);
            assertThat(mps.status().tasks()).isZero();
            assertThat(mps.ends).isEmpty();
        }
    }

    @Test
    void anOutcomeThatIsNotTakenMakesItsEventAFailedOne() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.DONE)) {
            mps.refusal = new IllegalStateException("cannot be encoded");
            mps.watchMany("good", 3);

            mps.pass(Duration.ofSeconds(10));

            assertThat(mps.broken).hasSize(3).containsValue(mps.refusal);
            assertThat(mps.status().events()).isZero();
            assertThat(mps.ends).isEmpty();
        }
    }

    @Test
    void aCallThatEndsByAnExceptionIsAFailedCall() {
        try (VirtualMps mps = new VirtualMps((id, at) -> {
            if (id.equals("odd") && at.toSeconds() < 20) {
                throw new IllegalArgumentException("a bug in the client");
            }
            return VirtualMps.DONE;
        })) {
            mps.watchMany("good", 5).watch("odd");

            mps.pass(Duration.ofSeconds(60));

            assertThat(mps.outcomes).hasSize(6);
            assertThat(mps.ends).isEmpty();
        }
    }

    @Test
    void whatFailsInThePlanEndsThePipelineWithTheFailureAndNothingIsDroppedInSilence() {
        List<Throwable> dropped = new ArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        try {
            IllegalStateException damage = new IllegalStateException("the plan is damaged");
            List<Throwable> ends = new ArrayList<>();
            List<String> asked = new ArrayList<>();
            TaskPipeline pipeline = pipeline(time, damagedAt("unfinished", damage), asked);
            pipeline.run().subscribe(null, ends::add);
            Accepted event = new Accepted(
                    new Origin(0, 1, 0, 10), VirtualMps.task("a", null, VirtualMps.START, VirtualMps.START));
            pipeline.watch(List.of(event));

            time.advanceTimeBy(Duration.ofSeconds(30));

            assertThat(ends).containsExactly(damage);
            assertThat(asked).hasSize(1);
            assertThat(dropped).isEmpty();
        } finally {
            Hooks.resetOnErrorDropped();
            time.dispose();
        }
    }

    @Test
    void whatFailsInThePlanAtAnIntakeEndsThePipelineToo() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        try {
            IllegalStateException damage = new IllegalStateException("the plan is damaged");
            List<Throwable> ends = new ArrayList<>();
            TaskPipeline pipeline = pipeline(time, damagedAt("add", damage), new ArrayList<>());
            pipeline.run().subscribe(null, ends::add);
            pipeline.watch(List.of(new Accepted(
                    new Origin(0, 1, 0, 10), VirtualMps.task("a", null, VirtualMps.START, VirtualMps.START))));

            time.advanceTimeBy(Duration.ofSeconds(1));

            assertThat(ends).containsExactly(damage);
        } finally {
            time.dispose();
        }
    }

    private static TaskPipeline pipeline(VirtualTimeScheduler time, PollPlan<TrackedTask> plan, List<String> asked) {
        PollSettings poll =
                new PollSettings(PollSettings.Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);
        Quota quota = new Quota(new Permits(20, Duration.ofSeconds(1)), () -> 0);
        quota.share(20, time.now(TimeUnit.NANOSECONDS));
        quota.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        TaskPipeline.Pacing pacing = new TaskPipeline.Pacing(QuotaScope.DEFAULT, poll, quota, new OpenCalls(20));
        TaskPipeline.Clocks clocks = new TaskPipeline.Clocks(
                () -> VirtualMps.START.plusNanos(time.now(TimeUnit.NANOSECONDS)),
                () -> time.now(TimeUnit.NANOSECONDS),
                time);
        PipelineSettings settings =
                new PipelineSettings(Duration.ofHours(1), Duration.ofDays(7), Duration.ofSeconds(60));
        TaskPipeline.Asker asker = (id, mayLeave) -> Mono.fromSupplier(() -> {
            asked.add(id);
            return new Answer(VirtualMps.RUN, VirtualMps.START);
        });
        return new TaskPipeline(pacing, asker, clocks, new Polling(settings, pacing, plan, new NoOutcomes(), clocks));
    }

    /** A plan that works but for one method. */
    @SuppressWarnings("unchecked") // an interface of one type parameter
    private static PollPlan<TrackedTask> damagedAt(String method, RuntimeException damage) {
        List<PlanEntry<TrackedTask>> waiting = new ArrayList<>();
        return (PollPlan<TrackedTask>) Proxy.newProxyInstance(
                PollPlan.class.getClassLoader(), new Class<?>[] {PollPlan.class}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        throw damage;
                    }
                    return switch (called.getName()) {
                        case "add" -> {
                            waiting.add((PlanEntry<TrackedTask>) arguments[0]);
                            yield null;
                        }
                        case "waitNanos" -> waiting.isEmpty() ? Long.MAX_VALUE : 0L;
                        case "take" -> waiting.remove(0);
                        case "remove" -> waiting.remove(arguments[0]);
                        case "leastRecentlyPolled" -> null;
                        case "longestUnpolledNanos" -> 0L;
                        case "size" -> waiting.size();
                        default -> null;
                    };
                });
    }

    @SuppressWarnings("NullAway") // a bug that a test plants
    private static TaskCreated broken() {
        return VirtualMps.task("odd", null, null, null);
    }
}
