package io.mpsbridge.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Views every task in flight, a slice at a time, so that polling goes on in between. Runs on the pipeline's worker.
 * Where tasks stand in the service's queue takes longer to find out, and is asked for those that are shown.
 */
final class TaskSurvey {

    /** Takes a fraction of a millisecond. */
    private static final int SLICE = 1_000;

    private final Polling polling;
    private final GuardedWorker worker;
    private final LongSupplier nanos;

    TaskSurvey(Polling polling, GuardedWorker worker, LongSupplier nanos) {
        this.polling = polling;
        this.worker = worker;
        this.nanos = nanos;
    }

    /** Cold. Tasks that came after the start are not seen; those that ended since are left out. */
    Flux<List<TaskView>> slices() {
        return onWorker(polling::tasks)
                .flatMapMany(all -> Flux.range(0, (all.length + SLICE - 1) / SLICE)
                        .concatMap(slice -> onWorker(() -> views(all, slice * SLICE)), 1));
    }

    /** Cold. Where these tasks stand in the service's queue, of those of which it is known. */
    Mono<Map<String, TaskPosition>> positions(Collection<String> taskIds) {
        return onWorker(() -> polling.positions(taskIds));
    }

    private List<TaskView> views(TrackedTask[] all, int from) {
        long nowNanos = nanos.getAsLong();
        List<TaskView> views = new ArrayList<>(SLICE);
        for (int i = from; i < Math.min(all.length, from + SLICE); i++) {
            if (!all[i].abandoned()) {
                views.add(TaskView.of(all[i], nowNanos));
            }
        }
        return views;
    }

    private <T> Mono<T> onWorker(Callable<T> look) {
        return Mono.create(sink -> worker.schedule(() -> {
            try {
                sink.success(look.call());
            } catch (Exception e) {
                sink.error(e);
            }
        }));
    }
}
