package io.mpsbridge.admin;

import io.mpsbridge.pipeline.TaskPosition;
import io.mpsbridge.pipeline.TaskView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Finds a page of the tasks in flight. Each request visits every task once and keeps only those up to the page's end,
 * and then asks where those of the page stand in the service's queue. Beyond {@value #AT_ONCE} requests at once others
 * are refused.
 */
final class TaskTable {

    static final int AT_ONCE = 4;

    private final Supplier<Flux<List<TaskView>>> tasks;
    private final Function<List<String>, Mono<Map<String, TaskPosition>>> positions;
    private final Scheduler scheduler;
    private final AtomicInteger running = new AtomicInteger();

    /** @param scheduler for comparing tasks */
    TaskTable(
            Supplier<Flux<List<TaskView>>> tasks,
            Function<List<String>, Mono<Map<String, TaskPosition>>> positions,
            Scheduler scheduler) {
        this.tasks = tasks;
        this.positions = positions;
        this.scheduler = scheduler;
    }

    /**
     * @param total tasks in flight
     * @param matched those that match
     */
    record Page(int total, int matched, int offset, List<TaskView> tasks) {}

    /** The page, or empty if too many requests are running. */
    Mono<Page> page(TaskQuery query) {
        return Mono.defer(() -> {
            if (running.incrementAndGet() > AT_ONCE) {
                running.decrementAndGet();
                return Mono.empty();
            }
            return tasks.get()
                    .publishOn(scheduler, 1)
                    .collect(() -> new Selection(query), Selection::take)
                    .map(Selection::page)
                    .flatMap(this::placed)
                    .doFinally(end -> running.decrementAndGet());
        });
    }

    private Mono<Page> placed(Page page) {
        return positions
                .apply(page.tasks.stream().map(TaskView::taskId).toList())
                .publishOn(scheduler)
                .map(known -> new Page(
                        page.total,
                        page.matched,
                        page.offset,
                        page.tasks.stream()
                                .map(task -> task.at(known.get(task.taskId())))
                                .toList()));
    }

    /** The first tasks in the query's order, up to the page's end. */
    private static final class Selection {
        private final TaskQuery query;
        private final Comparator<TaskView> order;
        private final int wanted;
        /** The last kept task is at the head. */
        private final PriorityQueue<TaskView> kept;

        private int total;
        private int matched;

        Selection(TaskQuery query) {
            this.query = query;
            this.order = query.order();
            this.wanted = query.offset() + query.limit();
            this.kept = new PriorityQueue<>(order.reversed());
        }

        void take(List<TaskView> slice) {
            total += slice.size();
            for (TaskView task : slice) {
                if (query.matches(task)) {
                    matched++;
                    keep(task);
                }
            }
        }

        private void keep(TaskView task) {
            if (kept.size() < wanted) {
                kept.add(task);
            } else if (order.compare(task, kept.element()) < 0) {
                kept.remove();
                kept.add(task);
            }
        }

        Page page() {
            List<TaskView> sorted = new ArrayList<>(kept);
            sorted.sort(order);
            int from = Math.min(query.offset(), sorted.size());
            return new Page(total, matched, query.offset(), List.copyOf(sorted.subList(from, sorted.size())));
        }
    }
}
