package io.mpsbridge.pipeline;

import io.mpsbridge.limit.QuotaStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins the snapshots of all pipelines into one of the whole replica: sums, except that what holds polling is shown of
 * the pipeline that is held least. A hold in the total means that nothing works. The quota is that of what is in use.
 */
final class StatusTotals {

    private final List<PipelineStatus> all;
    private final List<PipelineStatus> inUse;
    private final PipelineStatus best;

    /** @param scopes at least one */
    StatusTotals(List<ScopeStatus> scopes) {
        this.all = scopes.stream().map(ScopeStatus::pipeline).toList();
        List<PipelineStatus> used = scopes.stream()
                .filter(ScopeStatus::isInUse)
                .map(ScopeStatus::pipeline)
                .toList();
        this.inUse = used.isEmpty() ? all.subList(0, 1) : used;
        this.best = inUse.stream()
                .min(Comparator.comparingInt(StatusTotals::badness))
                .orElse(all.get(0));
    }

    PipelineStatus total() {
        return new PipelineStatus(
                (int) sum(PipelineStatus::tasks),
                (int) sum(PipelineStatus::events),
                oldest(),
                (int) sum(PipelineStatus::open),
                most(PipelineStatus::longestSilenceMillis),
                quota(),
                best.hold(),
                best.nextProbeAt(),
                best.breaker(),
                clockOffsetMillis(),
                (int) sum(PipelineStatus::tasksInTrouble),
                sum(PipelineStatus::unknownStatuses),
                all.stream().flatMap(status -> status.queues().stream()).toList());
    }

    private QuotaStatus quota() {
        QuotaStatus of = best.quota();
        return new QuotaStatus(
                inUse.stream().mapToInt(status -> status.quota().permits()).sum(),
                inUse.stream().mapToInt(status -> status.quota().of()).sum(),
                of.held(),
                of.leaseUntil(),
                most(status -> status.quota().guardMillis()));
    }

    private @Nullable Instant oldest() {
        return present(all.stream().map(PipelineStatus::oldest))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The one that is furthest off. */
    private @Nullable Long clockOffsetMillis() {
        return present(all.stream().map(PipelineStatus::clockOffsetMillis))
                .max(Comparator.comparingLong(Math::abs))
                .orElse(null);
    }

    private long sum(ToLongFunction<PipelineStatus> value) {
        return all.stream().mapToLong(value).sum();
    }

    private long most(ToLongFunction<PipelineStatus> value) {
        return all.stream().mapToLong(value).max().orElse(0);
    }

    private static int badness(PipelineStatus status) {
        return switch (status.breaker()) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    private static <T> Stream<T> present(Stream<@Nullable T> values) {
        return values.filter(Objects::nonNull).map(Objects::requireNonNull);
    }
}
