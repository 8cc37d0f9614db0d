package io.mpsbridge.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The tasks of one model that wait for a slot. Every operation takes constant time. Not thread-safe. */
sealed interface WaitingLine {

    void add(SimulatedTask task);

    /**
     * Removes and returns the task that starts next, or null if none waits.
     *
     * @param ended the task whose slot it gets
     */
    @Nullable SimulatedTask next(SimulatedTask ended);

    /** First come, first served. */
    final class FirstCome implements WaitingLine {
        private final Queue<SimulatedTask> tasks = new ArrayDeque<>();

        @Override
        public void add(SimulatedTask task) {
            tasks.add(task);
        }

        @Override
        public @Nullable SimulatedTask next(SimulatedTask ended) {
            return tasks.poll();
        }
    }

    /** Any task; the seed and the id of the ended task decide which, so that runs can be repeated. */
    final class AnyNext implements WaitingLine {
        private final long seed;
        private final List<SimulatedTask> tasks = new ArrayList<>();

        AnyNext(long seed) {
            this.seed = seed;
        }

        @Override
        public void add(SimulatedTask task) {
            tasks.add(task);
        }

        @Override
        public @Nullable SimulatedTask next(SimulatedTask ended) {
            if (tasks.isEmpty()) {
                return null;
            }
            int index = (int) Math.floorMod(SeededRandom.hash(seed, "next" + ended.id), (long) tasks.size());
            SimulatedTask last = tasks.remove(tasks.size() - 1);
            return index == tasks.size() ? last : tasks.set(index, last);
        }
    }

    /** One task in ten before all others, and otherwise first come, first served. */
    final class UrgentFirst implements WaitingLine {
        private static final long ONE_IN = 10;

        private final long seed;
        private final FirstCome urgent = new FirstCome();
        private final FirstCome others = new FirstCome();

        UrgentFirst(long seed) {
            this.seed = seed;
        }

        static boolean isUrgent(long seed, String taskId) {
            return Math.floorMod(SeededRandom.hash(seed, "priority" + taskId), ONE_IN) == 0;
        }

        @Override
        public void add(SimulatedTask task) {
            (isUrgent(seed, task.id) ? urgent : others).add(task);
        }

        @Override
        public @Nullable SimulatedTask next(SimulatedTask ended) {
            SimulatedTask first = urgent.next(ended);
            return first == null ? others.next(ended) : first;
        }
    }
}
