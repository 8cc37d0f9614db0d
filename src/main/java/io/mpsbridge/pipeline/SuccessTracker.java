package io.mpsbridge.pipeline;

import org.jspecify.annotations.Nullable;

/** Good answers so far, to tell other tasks' from a task's own. Owned by the pipeline's thread. */
final class SuccessTracker {

    private long goods;
    private @Nullable String firstTask;
    private boolean several;

    void add(String taskId) {
        goods++;
        several |= firstTask != null && !firstTask.equals(taskId);
        firstTask = firstTask == null ? taskId : firstTask;
    }

    long goods() {
        return goods;
    }

    /** Whether another task was answered well since the start. */
    boolean anotherThan(String taskId) {
        return several || (firstTask != null && !firstTask.equals(taskId));
    }
}
