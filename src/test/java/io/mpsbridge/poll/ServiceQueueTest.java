package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class ServiceQueueTest {

    private static final long SECOND = 1_000_000_000;

    private final ServiceQueue<Integer> queue = new ServiceQueue<>((entry, nowNanos) -> {});
    private final List<PlanEntry<Integer>> tasks = new ArrayList<>();

    @Example
    void whileNothingWaitsEveryTaskStartedWhenItWasCreated() {
        add(100, 0);
        for (int i = 0; i < 100; i += 7) {
            queue.started(tasks.get(i), SECOND, SECOND);
        }
        assertThat(queue.inOrder()).isZero();
        assertThat(queue.presumedWaiting()).isZero();
        assertThat(tasks)
                .allSatisfy(
                        task -> assertThat(queue.startNanos(task, 9 * SECOND)).isEqualTo(task.bornNanos()));
    }

    /**
     * A thousand at once, of which 100 run at a time: after sixty answers, three seconds, the frontier is about there.
     */
    @Example
    void aBatchIsFoundToWait() {
        add(1_000, 0);
        long now = 10 * SECOND;
        ask(999, 100, now);
        for (int i = 0; i < 60; i++) {
            now += SECOND / 20;
            PlanEntry<Integer> asked = queue.atFrontier(i % 5 - 2);
            ask(asked == null ? 999 : asked.payload(), 100, now);
        }
        assertThat(queue.inOrder()).isGreaterThan(0.9);
        assertThat(queue.presumedWaiting()).isBetween(850, 950);
    }

    /** Five start per second: what follows order and answers is within seconds of the truth. */
    @Example
    void startsAreEstimatedBetweenAnswers() {
        add(1_000, 0);
        long now = 0;
        for (int i = 0; i < 400; i++) {
            now += SECOND / 4;
            PlanEntry<Integer> asked = queue.atFrontier(i % 3 - 1);
            ask(asked == null ? 999 : asked.payload(), 100 + (int) (5 * now / SECOND), now);
        }
        for (int i = 200; i < 500; i++) {
            long truth = (i - 100) * SECOND / 5;
            assertThat(Math.abs(tasks.get(i).startNanos - truth)).isLessThan(6 * SECOND);
        }
        PlanEntry<Integer> later = tasks.get(900);
        assertThat(queue.startNanos(later, now)).isBetween(now + 30 * SECOND, now + 120 * SECOND);
    }

    @Example
    void whereOrderSaysNothingItIsNotBelieved() {
        add(1_000, 0);
        Random random = new Random(3);
        long now = 0;
        for (int i = 0; i < 500; i++) {
            now += SECOND / 20;
            PlanEntry<Integer> asked = tasks.get(random.nextInt(1_000));
            if (asked.startState == StartState.STARTED) {
                continue;
            }
            if (random.nextInt(4) == 0) {
                queue.started(asked, now, now);
            } else {
                queue.waits(asked, now, now);
            }
        }
        assertThat(queue.inOrder()).isLessThan(0.1);
    }

    @Example
    void aTaskThatTheServiceHasPutBackStartsAnew() {
        add(10, 0);
        PlanEntry<Integer> task = tasks.get(0);
        queue.started(task, SECOND, SECOND);
        queue.waits(task, 2 * SECOND, 2 * SECOND);
        assertThat(queue.startNanos(task, 3 * SECOND)).isGreaterThanOrEqualTo(2 * SECOND);
        assertThat(queue.size()).isEqualTo(10);
    }

    /** Whatever the answers are, also contradictory ones: no task is lost, none is held after it left. */
    @Property(tries = 200)
    void anyAnswersKeepTheBooks(@ForAll long seed) {
        tasks.clear();
        Random random = new Random(seed);
        int running = 0;
        long now = 0;
        for (int i = 0; i < 500; i++) {
            now += random.nextLong(SECOND);
            if (tasks.isEmpty() || random.nextInt(3) == 0) {
                add(1 + random.nextInt(5), now - random.nextLong(5 * SECOND));
                continue;
            }
            PlanEntry<Integer> task = tasks.get(random.nextInt(tasks.size()));
            boolean tracked = task.startState != StartState.STARTED;
            switch (random.nextInt(4)) {
                case 0 -> {
                    queue.waits(task, now, now);
                    running -= tracked ? 0 : 1;
                }
                case 1 -> {
                    queue.started(task, now, now);
                    running += tracked ? 1 : 0;
                }
                case 2 -> {
                    queue.remove(task);
                    queue.remove(task);
                    tasks.remove(task);
                    running -= tracked ? 0 : 1;
                }
                default -> queue.advance(now);
            }
            assertThat(queue.size()).isEqualTo(tasks.size() - running);
            assertThat(queue.inOrder()).isBetween(0.0, 1.0);
        }
        tasks.forEach(queue::remove);
        assertThat(queue.isEmpty()).isTrue();
    }

    private void add(int count, long bornNanos) {
        for (int i = 0; i < count; i++) {
            PlanEntry<Integer> entry = new PlanEntry<>(tasks.size(), null, bornNanos, tasks.size(), false);
            tasks.add(entry);
            queue.add(entry, bornNanos);
        }
    }

    /** Asks about a task of a service that has started the first so many. */
    private void ask(int index, int started, long nowNanos) {
        PlanEntry<Integer> task = tasks.get(index);
        if (index < started) {
            queue.started(task, nowNanos, nowNanos);
        } else {
            queue.waits(task, nowNanos, nowNanos);
            task.lastUnfinishedNanos = nowNanos;
        }
    }
}
