package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.testing.Results;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The pipeline in virtual time, against a scripted MPS. */
class TaskPipelineTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration TASK_TIMEOUT = Duration.ofHours(2);
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final int MAX_OPEN = 12;
    /** Of these, as many may be of tasks that were never found alive. */
    private static final int NEW_OPEN = MAX_OPEN - MAX_OPEN / 4;

    private static final Verdict RUN = new Verdict.Unfinished("RUN", "r");
    private static final Verdict DONE = new Verdict.Done(Results.images("https://images.example/1.png"), "r");
    private static final Verdict NOT_FOUND = new Verdict.NotFound("ResourceNotFound", "no such task", "r");
    private static final Verdict REFUSED = new Verdict.Refused("AuthFailure.SecretIdNotFound", "no such key", "r");
    private static final Verdict DOWN = new Verdict.Unavailable("http-503", "503", null);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<TaskOutcome> outcomes = new ArrayList<>();
    private final List<Origin> answered = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Function<String, Mono<Verdict>> mps = id -> Mono.just(RUN);
    private Mono<?> connecting = Mono.just("at once");
    private boolean completed;

    private final Quota quota = quota();
    private final TaskPipeline pipeline = pipeline();
    private final Disposable run = pipeline.run().subscribe(null, null, () -> completed = true);

    @AfterEach
    void end() {
        run.dispose();
        time.dispose();
    }

    @Test
    void anEndedTaskIsAnsweredWithWhatMpsSaidAndWhatThePollsShowed() {
        mps = id -> Mono.just(now().isBefore(START.plusSeconds(10)) ? RUN : DONE);
        watch(event("a", 1));

        pass(Duration.ofSeconds(15));

        assertThat(outcomes).hasSize(1);
        TaskOutcome.Completed outcome = (TaskOutcome.Completed) outcomes.get(0);
        assertThat(Results.urls(outcome.results())).containsExactly("https://images.example/1.png");
        assertThat(outcome.polls()).isEqualTo(asked.size());
        assertThat(outcome.lastUnfinishedAt()).isBefore(START.plusSeconds(10)).isAfter(START.plusSeconds(8));
        assertThat(outcome.detectedAt()).isBetween(START.plusSeconds(10), START.plusSeconds(12));
    }

    @Test
    void whatMpsCouldNotMakeIsAnsweredAsFailed() {
        mps = id -> Mono.just(new Verdict.Failed("unsafe prompt", "r"));
        watch(event("a", 1));

        pass(Duration.ofSeconds(3));

        assertThat(failure()).isEqualTo(FailureReason.GENERATION_FAILED);
    }

    @Test
    void eventsForOneTaskShareItsPollsAndAreEachAnswered() {
        watch(event("a", 1), event("a", 2));
        pass(Duration.ofSeconds(5));
        int shared = asked.size();
        mps = id -> Mono.just(DONE);
        watch(event("a", 3));

        pass(Duration.ofSeconds(3));

        assertThat(shared).isLessThanOrEqualTo(5);
        assertThat(answered).extracting(Origin::offset).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void aLiveEventThatJoinsAReplayedOneMakesTheTaskALiveOne() {
        for (int i = 0; i < 400; i++) {
            watch(replayed("old-" + i, i));
        }
        pass(Duration.ofSeconds(3));
        watch(event("old-7", 1_000));
        watch(event("live", 1_001));

        asked.clear();
        pass(Duration.ofSeconds(20));

        assertThat(asked.stream().filter("old-7"::equals).count())
                .isCloseTo(asked.stream().filter("live"::equals).count(), within(2L));
    }

    @Test
    void aTaskFailsForItsDeadlineOnlyAfterAWellFormedAnswerToAPollMadeAfterIt() {
        mps = id -> Mono.just(DOWN);
        watch(event("a", 1));
        pass(TASK_TIMEOUT.plusHours(1));
        assertThat(outcomes).isEmpty();

        mps = id -> Mono.just(RUN);
        pass(Duration.ofMinutes(2));

        assertThat(failure()).isEqualTo(FailureReason.DEADLINE_EXCEEDED);
    }

    @Test
    void aTaskThatEndedAfterItsDeadlineIsStillDone() {
        mps = id -> Mono.just(DOWN);
        watch(event("a", 1));
        pass(TASK_TIMEOUT.plusHours(1));

        mps = id -> Mono.just(DONE);
        pass(Duration.ofMinutes(2));

        assertThat(outcomes).singleElement().isInstanceOf(TaskOutcome.Completed.class);
    }

    @Test
    void aTaskTooOldToBeAskedAboutIsAnsweredWithoutACall() {
        watch(event("young", 0));
        pass(Duration.ofSeconds(3));
        watch(event("a", 1, START.minus(Duration.ofDays(8))));

        pass(Duration.ofMinutes(1));

        assertThat(failure()).isEqualTo(FailureReason.RESULT_EXPIRED);
        assertThat(asked).containsOnly("young");
    }

    @Test
    void anUnknownTaskFailsAfterTheGraceCountedFromTheFirstNotFound() {
        mps = id -> Mono.just(id.equals("bad") ? NOT_FOUND : RUN);
        watch(event("bad", 1), event("good", 2));
        pass(GRACE.minusSeconds(1));
        assertThat(outcomes).isEmpty();

        pass(Duration.ofMinutes(3));

        assertThat(failure()).isEqualTo(FailureReason.TASK_NOT_FOUND);
    }

    @Test
    void tasksNotFoundByTheManyFailNobodyAndSuspendPolling() {
        mps = id -> Mono.just(NOT_FOUND);
        for (int i = 0; i < 40; i++) {
            watch(event("t" + i, i));
        }

        pass(Duration.ofMinutes(30));

        assertThat(outcomes).isEmpty();
        assertThat(status().hold()).extracting(Hold::kind).isEqualTo(Hold.Kind.SUSPENDED);
    }

    @Test
    void aWaveOfUnknownTasksHoldsPollingOnceAndThenFailsForItselfWhileAGoodTaskIsThere() {
        mps = id -> Mono.just(id.startsWith("bad") ? NOT_FOUND : RUN);
        watch(event("good", 0));
        pass(Duration.ofSeconds(5));
        for (int i = 1; i <= 40; i++) {
            watch(event("bad" + i, i));
        }
        pass(Duration.ofSeconds(30));
        assertThat(outcomes).isEmpty();

        pass(Duration.ofMinutes(5));

        assertThat(answered).hasSize(40);
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(((TaskOutcome.Failed) outcome).reason()).isEqualTo(FailureReason.TASK_NOT_FOUND));
        assertThat(status().hold()).isNull();
    }

    @Test
    void theGraceOfAnUnknownTaskStandsStillWhilePollingIsHeld() {
        mps = id -> Mono.just(id.equals("bad") ? NOT_FOUND : RUN);
        watch(event("bad", 1), event("good", 2));
        pass(Duration.ofSeconds(10));
        mps = id -> Mono.just(REFUSED);
        pass(Duration.ofMinutes(10));
        mps = id -> Mono.just(id.equals("bad") ? NOT_FOUND : RUN);

        pass(GRACE.minusSeconds(20));
        assertThat(outcomes).isEmpty();
        pass(Duration.ofMinutes(3));

        assertThat(failure()).isEqualTo(FailureReason.TASK_NOT_FOUND);
    }

    @Test
    void aTaskSeenAliveThatMpsForgetsIsGivenUpOnceOthersHaveShownThatTheAccountIsRight() {
        watch(event("lost", 1), event("good", 2));
        pass(Duration.ofSeconds(5));
        mps = id -> Mono.just(id.equals("lost") ? NOT_FOUND : RUN);
        pass(GRACE.minusSeconds(5));
        assertThat(outcomes).isEmpty();

        pass(Duration.ofMinutes(5));

        assertThat(failure()).isEqualTo(FailureReason.TASK_NOT_FOUND);
        assertThat(status().hold()).isNull();
    }

    @Test
    void anOutageHoldsPollingUntilAProbeSucceedsAndThenHalfAndSoonAllOfTheQuotaFlows() {
        mps = id -> Mono.just(DOWN);
        for (int i = 0; i < 400; i++) {
            watch(event("t" + i, i));
        }
        pass(Duration.ofMinutes(5));
        assertThat(status().hold()).extracting(Hold::kind).isEqualTo(Hold.Kind.OUTAGE);
        assertThat(status().breaker()).isEqualTo(BreakerPosition.OPEN);
        assertThat(status().nextProbeAt()).isAfterOrEqualTo(now());
        assertThat(asked.size()).isBetween(290, 360);

        mps = id -> Mono.just(RUN);
        pass(Duration.between(now(), status().nextProbeAt()));
        List<Integer> perSecond = new ArrayList<>();
        for (int second = 0; second < 3; second++) {
            int before = asked.size();
            pass(Duration.ofSeconds(1));
            perSecond.add(asked.size() - before);
        }

        assertThat(perSecond.get(0)).isBetween(9, 12);
        assertThat(perSecond.get(1)).isGreaterThanOrEqualTo(15);
        assertThat(perSecond.get(2)).isGreaterThanOrEqualTo(19);
        assertThat(status().breaker()).isEqualTo(BreakerPosition.CLOSED);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void anOutageDelaysNobodyForWhomItWasNotAskedAbout() {
        watch(event("a", 1));
        pass(Duration.ofSeconds(3));
        mps = id -> Mono.just(DOWN);
        for (int i = 2; i < 40; i++) {
            watch(event("b" + i, i));
        }
        pass(Duration.ofMinutes(1));
        mps = id -> Mono.just(DONE);

        pass(Duration.ofSeconds(75));

        assertThat(outcomes).hasSize(39).allMatch(TaskOutcome.Completed.class::isInstance);
    }

    @Test
    void throttledAnswersTouchNoTaskAndSlowEverybodyForAWhile() {
        for (int i = 0; i < 100; i++) {
            watch(event("t" + i, i));
        }
        pass(Duration.ofSeconds(10));
        mps = id -> Mono.just(new Verdict.Throttled("RequestLimitExceeded", "too many", "r"));
        pass(Duration.ofSeconds(60));
        int throttled = asked.size();
        assertThat(status().quota().guardMillis()).isEqualTo(9_000);
        pass(Duration.ofSeconds(20));
        assertThat(asked.size() - throttled).isBetween(20, 60);
        assertThat(outcomes).isEmpty();
        assertThat(status().hold()).isNull();

        mps = id -> Mono.just(RUN);
        pass(Duration.ofSeconds(90));
        assertThat(status().quota().guardMillis()).isZero();
        int before = asked.size();
        pass(Duration.ofSeconds(10));

        assertThat(asked.size() - before).isGreaterThanOrEqualTo(198);
    }

    @Test
    void aTaskSeenAliveIsNotLostToANotFound() {
        watch(event("a", 1));
        pass(Duration.ofSeconds(5));
        mps = id -> Mono.just(NOT_FOUND);

        pass(Duration.ofMinutes(10));

        assertThat(outcomes).isEmpty();
        assertThat(status().hold()).isNotNull();
    }

    @Test
    void doneWithoutUrlsIsAskedAboutAgainBeforeItIsBelieved() {
        mps = id -> Mono.just(new Verdict.Malformed("DONE without a URL", "r"));
        watch(event("a", 1));

        pass(Duration.ofMinutes(5));

        assertThat(failure()).isEqualTo(FailureReason.RESULT_MALFORMED);
    }

    @Test
    void refusedCredentialsFailNobodySendOneProbeASecondAndAreOverWithTheFirstGoodAnswer() {
        mps = id -> Mono.just(REFUSED);
        for (int i = 0; i < 40; i++) {
            watch(event("t" + i, i));
        }
        pass(Duration.ofMinutes(10));
        int whileSuspended = asked.size();
        assertThat(status().hold()).extracting(Hold::kind).isEqualTo(Hold.Kind.SUSPENDED);
        assertThat(outcomes).isEmpty();
        assertThat(whileSuspended).isBetween(590, 660);

        mps = id -> Mono.just(DONE);
        pass(Duration.ofSeconds(5));

        assertThat(status().hold()).isNull();
        assertThat(outcomes).hasSize(40);
    }

    @Test
    void aTaskThatMpsAlwaysRefusesDoesNotHoldTheOthers() {
        mps = id -> Mono.just(id.equals("poison") ? REFUSED : DONE);
        watch(event("poison", 1));
        pass(Duration.ofMinutes(5));
        watch(event("good", 2));

        pass(Duration.ofMinutes(2));

        assertThat(answered).extracting(Origin::offset).containsExactly(2L);
    }

    @Test
    void forgottenPartitionsAreDroppedWithoutAnAnswerAndALateAnswerHarmsNothing() {
        mps = id -> Mono.delay(Duration.ofSeconds(5), time).thenReturn(DONE);
        watch(event("a", 1));
        pass(Duration.ofSeconds(3));
        pipeline.forget(0, 1);
        time.advanceTime();
        watch(new Accepted(new Origin(0, 2, 1, 10), event("a", 1).task()));

        pass(Duration.ofSeconds(20));

        assertThat(answered).extracting(Origin::epoch).containsExactly(2);
    }

    @Test
    void aCallThatNeverEndsByItselfHoldsItsPermitAndNoOther() {
        mps = id -> id.equals("stuck") ? Mono.never() : Mono.just(DONE);
        watch(event("stuck", 1), event("b", 2), event("c", 3));

        pass(Duration.ofSeconds(5));

        assertThat(answered).extracting(Origin::offset).containsExactlyInAnyOrder(2L, 3L);
        assertThat(status().open()).isEqualTo(1);
    }

    @Test
    void nothingIsAskedOnceTheLeaseHasEndedAndPollingGoesOnWhenItIsRenewed() {
        watch(event("a", 1));
        pipeline.leaseUntil(Duration.ofSeconds(5).toNanos(), Long.MAX_VALUE);
        pass(Duration.ofSeconds(30));
        int withinTheLease = asked.size();
        assertThat(withinTheLease).isBetween(1, 5);
        assertThat(status().quota().held()).isEqualTo(Quota.Held.NO_LEASE);

        pipeline.leaseUntil(Duration.ofHours(1).toNanos(), Long.MAX_VALUE);
        pass(Duration.ofSeconds(5));

        assertThat(asked).hasSizeGreaterThan(withinTheLease + 3);
        assertThat(status().quota().held()).isNull();
    }

    @Test
    void whoeverOwnsAPartOfThePartitionsHasThatPartOfTheQuotaAndWithoutAnyItAsksNothing() {
        for (int i = 0; i < 100; i++) {
            watch(event("t" + i, i));
        }
        pipeline.assignmentChanged(Set.of(0, 2), 4);
        pass(Duration.ofSeconds(11));
        assertThat(status().quota().permits()).isEqualTo(10);
        assertThat(asked.size()).isBetween(90, 110);

        pipeline.assignmentChanged(Set.of(), 4);
        pass(Duration.ofSeconds(2));
        int before = asked.size();
        pass(Duration.ofSeconds(10));

        assertThat(asked).hasSize(before);
        assertThat(status().quota().held()).isEqualTo(Quota.Held.NO_SHARE);
    }

    @Test
    void aRequestWhoseConnectionIsThereOnlyAfterTheLeaseHasEndedIsNotWritten() {
        connecting = Mono.delay(Duration.ofSeconds(3), time);
        for (int i = 0; i < 40; i++) {
            watch(event("task-" + i, i));
        }
        pass(Duration.ofSeconds(2));
        pipeline.leaseUntil(time.now(TimeUnit.NANOSECONDS), Long.MAX_VALUE);

        pass(Duration.ofSeconds(10));

        assertThat(asked).isEmpty();
        assertThat(status().open()).isZero();
        connecting = Mono.just("at once");
        pipeline.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        pass(Duration.ofSeconds(3));
        assertThat(asked.stream().distinct()).hasSize(40);
    }

    @Test
    void aRequestWhoseConnectionIsThereOnlyWhenItsPermitIsAnothersIsNotWritten() {
        connecting = Mono.delay(Duration.ofSeconds(3), time);
        for (int i = 0; i < 40; i++) {
            watch(event("task-" + i, i));
        }
        pass(Duration.ofSeconds(2));
        pipeline.assignmentChanged(Set.of(), 1);
        pipeline.assignmentChanged(Set.of(0), 1);
        int open = status().open();

        pass(Duration.ofSeconds(2));

        assertThat(open).isEqualTo(NEW_OPEN);
        assertThat(asked).isEmpty();
    }

    @Test
    void stopAsksNothingMoreAndCompletesWhenTheOpenCallsAreAnswered() {
        mps = id -> Mono.delay(Duration.ofSeconds(2), time).thenReturn(DONE);
        watch(event("a", 1));
        pass(Duration.ofSeconds(2));
        pipeline.stop();
        watch(event("b", 2));
        time.advanceTime();
        assertThat(completed).isFalse();

        pass(Duration.ofSeconds(10));

        assertThat(completed).isTrue();
        assertThat(asked).containsExactly("a");
        assertThat(answered).hasSize(1);
    }

    @Test
    void noMoreCallsAreOpenAtOnceThanThereAreConnections() {
        mps = id -> Mono.delay(Duration.ofSeconds(5), time).thenReturn(DONE);
        watch(IntStream.range(0, 30).mapToObj(i -> event("t" + i, i)).toArray(Accepted[]::new));

        pass(Duration.ofSeconds(4));
        assertThat(asked).hasSize(NEW_OPEN);

        pass(Duration.ofSeconds(6));
        assertThat(asked).hasSize(2 * NEW_OPEN);
        assertThat(answered).hasSize(NEW_OPEN);
    }

    @Test
    void tasksThatWereFoundAliveMayUseEveryConnection() {
        Duration[] takes = {Duration.ofMillis(20)};
        mps = id -> Mono.delay(takes[0], time).thenReturn(VirtualMps.RUN);
        watch(IntStream.range(0, 30).mapToObj(i -> event("t" + i, i)).toArray(Accepted[]::new));
        pass(Duration.ofSeconds(10));

        takes[0] = Duration.ofSeconds(5);
        pass(Duration.ofSeconds(4));

        assertThat(status().open()).isEqualTo(MAX_OPEN);
    }

    private Quota quota() {
        Quota all = new Quota(new Permits(20, Duration.ofSeconds(1)), () -> 0);
        all.share(20, time.now(TimeUnit.NANOSECONDS));
        all.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        return all;
    }

    private TaskPipeline pipeline() {
        PollSettings poll =
                new PollSettings(PollSettings.Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);
        return new TaskPipeline(
                new PipelineSettings(TASK_TIMEOUT, Duration.ofDays(7), GRACE),
                new TaskPipeline.Pacing(QuotaScope.DEFAULT, poll, quota, new OpenCalls(MAX_OPEN)),
                (id, mayLeave) -> connecting
                        .filter(connected -> mayLeave.getAsBoolean())
                        .flatMap(connected -> {
                            asked.add(id);
                            return mps.apply(id).map(verdict -> new Answer(verdict, date()));
                        }),
                new Outcomes(),
                new TaskPipeline.Clocks(this::now, () -> time.now(TimeUnit.NANOSECONDS), time));
    }

    private final class Outcomes implements TaskPipeline.Outcomes {
        @Override
        public void finished(Origin origin, TaskOutcome outcome) {
            answered.add(origin);
            outcomes.add(outcome);
        }

        @Override
        public void failed(Accepted event, Throwable error) {
            throw new AssertionError(error);
        }
    }

    private Instant date() {
        return now().truncatedTo(ChronoUnit.SECONDS);
    }

    private Instant now() {
        return START.plusNanos(time.now(TimeUnit.NANOSECONDS));
    }

    private void watch(Accepted... events) {
        pipeline.watch(List.of(events));
    }

    private void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    private PipelineStatus status() {
        PipelineStatus[] seen = new PipelineStatus[1];
        pipeline.status().subscribe(status -> seen[0] = status);
        time.advanceTime();
        return seen[0];
    }

    private FailureReason failure() {
        assertThat(outcomes).singleElement().isInstanceOf(TaskOutcome.Failed.class);
        return ((TaskOutcome.Failed) outcomes.get(0)).reason();
    }

    private static Accepted replayed(String taskId, long offset) {
        return event(taskId, offset, START, "monday");
    }

    private static Accepted event(String taskId, long offset) {
        return event(taskId, offset, START);
    }

    private static Accepted event(String taskId, long offset, Instant created) {
        return event(taskId, offset, created, null);
    }

    private static Accepted event(String taskId, long offset, Instant created, @Nullable String replayName) {
        EventContext lineage = new EventContext("topic", null, 0, offset, null, null, null, null, replayName);
        TaskCreated task =
                new TaskCreated(taskId, QuotaScope.DEFAULT, null, null, null, null, created, created, lineage);
        return new Accepted(new Origin(0, 1, offset, 10), task);
    }
}
