package io.mpsbridge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.pipeline.TaskPosition;
import io.mpsbridge.pipeline.TaskView;
import io.mpsbridge.poll.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TaskTableTest {

    private static final List<TaskView> ALL =
            IntStream.range(0, 5_000).mapToObj(TaskFixtures::numbered).toList();

    @Property(tries = 200)
    void aPageIsWhatSortingEverythingGives(
            @ForAll TaskQuery.Sort sort,
            @ForAll boolean descending,
            @ForAll @IntRange(max = 5_200) int offset,
            @ForAll @IntRange(min = 1, max = 200) int limit,
            @ForAll @IntRange(max = 3) int search) {
        TaskQuery query = new TaskQuery(
                List.of("", "model-1", "\"order\":12", "nowhere").get(search), sort, descending, offset, limit);
        List<TaskView> sorted =
                ALL.stream().filter(query::matches).sorted(query.order()).toList();

        TaskTable.Page page = table(slices()).page(query).block();

        assertThat(page.tasks())
                .isEqualTo(sorted.stream().skip(offset).limit(limit).toList());
        assertThat(page.matched()).isEqualTo(sorted.size());
        assertThat(page.total()).isEqualTo(ALL.size());
    }

    @Test
    void whereTasksStandIsAskedForThoseOfThePageAlone() throws Exception {
        List<String> asked = new ArrayList<>();
        TaskPosition third = new TaskPosition(Phase.WAITING, 2, null);
        TaskTable table = new TaskTable(
                TaskTableTest::slices,
                ids -> {
                    asked.addAll(ids);
                    return Mono.just(Map.of("task-000003", third));
                },
                Schedulers.immediate());

        TaskTable.Page page = table.page(TaskQuery.parse("/api/tasks?sort=task&order=asc&offset=2&limit=3"))
                .block();

        assertThat(asked).containsExactly("task-000002", "task-000003", "task-000004");
        assertThat(page.tasks()).extracting(TaskView::queue).containsExactly(null, third, null);
    }

    @Test
    void moreThanAFewAtATimeAreTurnedAwayAndServedOnceThereIsRoom() throws Exception {
        Sinks.One<List<TaskView>> tasks = Sinks.one();
        TaskTable table = table(tasks.asMono().flux());
        TaskQuery query = TaskQuery.parse("/api/tasks");
        List<TaskTable.Page> served = new ArrayList<>();
        for (int i = 0; i < TaskTable.AT_ONCE; i++) {
            table.page(query).subscribe(served::add);
        }

        StepVerifier.create(table.page(query)).verifyComplete();
        tasks.tryEmitValue(ALL);

        assertThat(served).hasSize(TaskTable.AT_ONCE);
        StepVerifier.create(table.page(query)).expectNextCount(1).verifyComplete();
    }

    @Test
    void oneWhoGoesAwayLeavesHisPlaceToTheNext() throws Exception {
        TaskTable table = table(Flux.never());
        TaskQuery query = TaskQuery.parse("/api/tasks");
        for (int i = 0; i < 100; i++) {
            table.page(query).subscribe().dispose();
        }

        StepVerifier.create(table.page(query))
                .expectSubscription()
                .expectNoEvent(java.time.Duration.ofMillis(20))
                .thenCancel()
                .verify();
    }

    private static Flux<List<TaskView>> slices() {
        return Flux.fromIterable(ALL).buffer(700);
    }

    private static TaskTable table(Flux<List<TaskView>> tasks) {
        return new TaskTable(() -> tasks, ids -> Mono.just(Map.of()), Schedulers.immediate());
    }
}
