package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Lifetime;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class TaskPipelinesTest {

    private static final QuotaScope IMAGES = QuotaScope.DEFAULT;
    private static final QuotaScope VIDEOS = new QuotaScope(null, TaskKind.VIDEO);
    private static final QuotaScope BRAND_IMAGES = new QuotaScope("brand-a", TaskKind.IMAGE);
    private static final List<QuotaScope> SCOPES = List.of(IMAGES, VIDEOS, BRAND_IMAGES);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Map<QuotaScope, List<Double>> calls = new HashMap<>();
    private final Map<String, Double> answeredAt = new HashMap<>();
    private final List<Throwable> ends = new ArrayList<>();

    /** What a scope's calls answer; others run until second 10. */
    private final Map<QuotaScope, Function<String, Mono<Verdict>>> scripts = new HashMap<>();

    private long offset;

    @AfterEach
    void stop() {
        time.dispose();
    }

    @Test
    void eachScopeHasAQuotaOfItsOwn() {
        TaskPipelines pipelines = pipelines(20);
        SCOPES.forEach(scope -> watch(pipelines, scope, 200));

        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(SCOPES).allSatisfy(scope -> {
            assertThat(peak(scope)).as("%s", scope).isLessThanOrEqualTo(20);
            assertThat(calls.get(scope)).as("%s", scope).hasSizeGreaterThan(150);
        });
    }

    @Test
    void aScopeThatIsRefusedOrDownOrHangsHoldsNoOther() {
        Map<QuotaScope, Function<String, Mono<Verdict>>> troubles = Map.of(
                VIDEOS, id -> Mono.just(VirtualMps.REFUSED),
                BRAND_IMAGES, id -> Mono.delay(Duration.ofSeconds(13), time).thenReturn(VirtualMps.DOWN));
        TaskPipelines healthy = pipelines(20);
        watch(healthy, IMAGES, 40);
        time.advanceTimeBy(Duration.ofSeconds(30));
        Map<String, Double> alone = Map.copyOf(answeredAt);
        double from = seconds();

        scripts.putAll(troubles);
        offset = 0;
        answeredAt.clear();
        start = from;
        TaskPipelines troubled = pipelines(20);
        SCOPES.forEach(scope -> watch(troubled, scope, 40));
        time.advanceTimeBy(Duration.ofSeconds(9));
        List<ScopeStatus> early = statuses(troubled);
        time.advanceTimeBy(Duration.ofSeconds(21));

        assertThat(answeredAt).hasSameSizeAs(alone);
        alone.forEach((id, at) -> assertThat(answeredAt.get(id) - from).as(id).isCloseTo(at, within(0.2)));
        assertThat(PipelineStatus.total(early).hold()).as("one works").isNull();
        List<ScopeStatus> statuses = statuses(troubled);
        assertThat(statuses).extracting(ScopeStatus::scope).containsExactlyElementsOf(SCOPES);
        assertThat(statuses.get(1).pipeline().hold().kind()).isEqualTo(Hold.Kind.SUSPENDED);
        assertThat(statuses.get(2).pipeline().hold().kind()).isEqualTo(Hold.Kind.OUTAGE);
        assertThat(PipelineStatus.total(statuses).hold())
                .as("all that have tasks are held")
                .isNotNull();
        assertThat(PipelineStatus.total(statuses).tasks()).isEqualTo(80);
    }

    @Test
    void oneTaskIdOfTwoScopesIsTwoTasks() {
        TaskPipelines pipelines = pipelines(20);
        pipelines.watch(List.of(event(IMAGES, "same"), event(VIDEOS, "same")));

        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(calls).containsOnlyKeys(IMAGES, VIDEOS);
        assertThat(PipelineStatus.total(statuses(pipelines)).tasks()).isEqualTo(2);
    }

    @Test
    void aHintIsLookedForInAllScopes() {
        TaskPipelines pipelines = pipelines(20);
        pipelines.watch(List.of(event(IMAGES, "same"), event(VIDEOS, "same"), event(BRAND_IMAGES, "other")));

        Set<String> known = new HashSet<>();
        pipelines.hint(Set.of("same", "other", "nobody's")).subscribe(known::addAll);
        time.advanceTime();

        assertThat(known).containsExactlyInAnyOrder("same", "other");
    }

    @Test
    void partitionsAndSharesConcernAllScopes() {
        TaskPipelines pipelines = pipelines(20);
        assertThat(pipelines.hasPermits()).isTrue();
        SCOPES.forEach(scope -> watch(pipelines, scope, 10));

        pipelines.assignmentChanged(Set.of(), 6);
        time.advanceTime();
        assertThat(pipelines.hasPermits()).isFalse();
        assertThat(statuses(pipelines))
                .allSatisfy(
                        status -> assertThat(status.pipeline().quota().held()).isEqualTo(Quota.Held.NO_SHARE));

        pipelines.forget(0, 1);
        time.advanceTime();
        assertThat(PipelineStatus.total(statuses(pipelines)).events()).isZero();
    }

    @Test
    void whatWasLearnedOfAnAccountThatIsGoneIsLeftOut() {
        TaskPipelines pipelines = pipelines(20);

        pipelines.learn(List.of(
                new Lifetime(new QuotaScope("gone", TaskKind.IMAGE), null, SECOND, SECOND),
                new Lifetime(VIDEOS, null, SECOND, SECOND)));
        time.advanceTime();

        assertThat(ends).isEmpty();
    }

    @Test
    void callsThatHangInOneScopeLeaveRoomForTheOthersWhereThereAreFewerCallsThanPermits() {
        scripts.put(VIDEOS, id -> Mono.never());
        TaskPipelines pipelines = pipelines(16);
        watch(pipelines, VIDEOS, 40);
        time.advanceTimeBy(Duration.ofSeconds(3));
        watch(pipelines, IMAGES, 40);

        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(answeredAt).hasSize(40);
    }

    private double start;

    private TaskPipelines pipelines(int mostCalls) {
        OpenCalls shared = new OpenCalls(mostCalls);
        TaskPipelines pipelines = new TaskPipelines(SCOPES, scope -> pipeline(scope, shared));
        pipelines.run().subscribe(null, ends::add);
        return pipelines;
    }

    private TaskPipeline pipeline(QuotaScope scope, OpenCalls shared) {
        Quota quota = new Quota(new Permits(20, SECOND), () -> 0);
        quota.share(20, time.now(TimeUnit.NANOSECONDS));
        quota.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        PollSettings poll = new PollSettings(PollSettings.Policy.ADAPTIVE, SECOND, Duration.ofSeconds(60), 1.6);
        return new TaskPipeline(
                new PipelineSettings(VirtualMps.TASK_TIMEOUT, Duration.ofDays(7), VirtualMps.GRACE),
                new TaskPipeline.Pacing(scope, poll, quota, shared),
                (id, mayLeave) -> Mono.defer(() -> call(scope, id)),
                new Outcomes(),
                new TaskPipeline.Clocks(this::now, () -> time.now(TimeUnit.NANOSECONDS), time));
    }

    private Mono<Answer> call(QuotaScope scope, String id) {
        calls.computeIfAbsent(scope, key -> new ArrayList<>()).add(seconds());
        Function<String, Mono<Verdict>> script = scripts.getOrDefault(
                scope,
                any -> Mono.delay(Duration.ofMillis(20), time)
                        .map(passed -> seconds() - start < 10 ? VirtualMps.RUN : VirtualMps.DONE));
        return script.apply(id).map(verdict -> new Answer(verdict, null));
    }

    private void watch(TaskPipelines pipelines, QuotaScope scope, int count) {
        for (int i = 0; i < count; i++) {
            pipelines.watch(List.of(event(scope, scope + "-" + i)));
        }
    }

    private Accepted event(QuotaScope scope, String id) {
        EventContext lineage = new EventContext("topic", null, 0, 0, null, null, null, null, null);
        return new Accepted(
                new Origin(0, 1, offset++, 10),
                new TaskCreated(id, scope, null, null, null, null, now(), now(), lineage));
    }

    private List<ScopeStatus> statuses(TaskPipelines pipelines) {
        List<List<ScopeStatus>> seen = new ArrayList<>();
        pipelines.status().subscribe(seen::add);
        time.advanceTime();
        return seen.get(0);
    }

    private int peak(QuotaScope scope) {
        List<Double> at = calls.get(scope);
        return at.stream()
                .mapToInt(from -> (int) at.stream()
                        .filter(each -> each >= from && each < from + 1)
                        .count())
                .max()
                .orElse(0);
    }

    private Instant now() {
        return VirtualMps.START.plusNanos(time.now(TimeUnit.NANOSECONDS));
    }

    private double seconds() {
        return time.now(TimeUnit.MILLISECONDS) / 1_000.0;
    }

    private final class Outcomes implements TaskPipeline.Outcomes {
        @Override
        public void finished(Origin origin, TaskOutcome outcome) {
            answeredAt.put(outcome.task().taskId(), seconds());
        }

        @Override
        public void failed(Accepted event, Throwable error) {
            throw new AssertionError(error);
        }
    }
}
