package io.mpsbridge.pipeline;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Lifetime;
import io.mpsbridge.task.QuotaScope;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A pipeline for each quota scope, side by side: whatever holds one leaves the others alone. May be called from any
 * thread, as they may.
 */
public final class TaskPipelines {

    private static final Logger LOG = LoggerFactory.getLogger(TaskPipelines.class);

    private final Map<QuotaScope, TaskPipeline> pipelines = new LinkedHashMap<>();

    /** @param create makes the pipeline of a scope; all must be on one scheduler */
    public TaskPipelines(Collection<QuotaScope> scopes, Function<QuotaScope, TaskPipeline> create) {
        scopes.forEach(scope -> pipelines.put(scope, create.apply(scope)));
    }

    /** {@link TaskPipeline#run} of all. */
    public Mono<Void> run() {
        return Mono.when(pipelines.values().stream().map(TaskPipeline::run).toList());
    }

    /** Takes in events, each in the pipeline of its scope. */
    public void watch(Collection<Accepted> accepted) {
        accepted.stream()
                .collect(Collectors.groupingBy(event -> event.task().scope()))
                .forEach((scope, events) -> of(scope).watch(events));
    }

    /**
     * {@link TaskPipeline#hint} in all, since a hint does not say whose task it is.
     *
     * @return which are in flight in any of them
     */
    public Mono<Set<String>> hint(Set<String> taskIds) {
        return Flux.fromIterable(pipelines.values())
                .concatMap(pipeline -> pipeline.hint(taskIds))
                .flatMapIterable(known -> known)
                .collect(Collectors.toSet());
    }

    /** Lifetimes of tasks that ended before the start; those of scopes that are no longer configured are left out. */
    public void learn(Collection<Lifetime> lifetimes) {
        lifetimes.stream().collect(Collectors.groupingBy(Lifetime::scope)).forEach((scope, its) -> {
            TaskPipeline pipeline = pipelines.get(scope);
            if (pipeline != null) {
                pipeline.learn(its);
            }
        });
    }

    /** Drops all events of one assignment of a partition, without an answer. */
    public void forget(int partition, int epoch) {
        pipelines.values().forEach(pipeline -> pipeline.forget(partition, epoch));
    }

    /** Sets the partitions of this replica, and so its share of each quota. */
    public void assignmentChanged(Set<Integer> owned, int partitions) {
        int share = pipelines.values().stream()
                .mapToInt(pipeline -> pipeline.assignmentChanged(owned, partitions))
                .sum();
        LOG.atInfo()
                .addKeyValue("permits", share)
                .addKeyValue("quotas", pipelines.size())
                .log("share of all quotas together");
    }

    /** Whether this replica may send requests of any scope. */
    public boolean hasPermits() {
        return pipelines.values().stream().anyMatch(TaskPipeline::hasPermits);
    }

    /** Nothing is sent after this monotonic time until it is extended. */
    public void leaseUntil(long endNanos, long wallEndMillis) {
        pipelines.values().forEach(pipeline -> pipeline.leaseUntil(endNanos, wallEndMillis));
    }

    /** Sends no further request. */
    public void stop() {
        pipelines.values().forEach(TaskPipeline::stop);
    }

    /** A snapshot of each, in the order of the scopes. */
    public Mono<List<ScopeStatus>> status() {
        return Flux.fromIterable(pipelines.entrySet())
                .flatMapSequential(
                        each -> each.getValue().status().map(status -> new ScopeStatus(each.getKey(), status)))
                .collectList();
    }

    /** Every task in flight, in slices, for display. */
    public Flux<List<TaskView>> tasks() {
        return Flux.fromIterable(pipelines.values()).concatMap(TaskPipeline::tasks);
    }

    /** Where these tasks stand in the service's queue, of those of which it is known; at most some hundred. */
    public Mono<Map<String, TaskPosition>> positions(Collection<String> taskIds) {
        return Flux.fromIterable(pipelines.values())
                .concatMap(pipeline -> pipeline.positions(taskIds))
                .collect(LinkedHashMap::new, Map::putAll);
    }

    private TaskPipeline of(QuotaScope scope) {
        return Objects.requireNonNull(pipelines.get(scope), () -> "no pipeline for " + scope);
    }
}
