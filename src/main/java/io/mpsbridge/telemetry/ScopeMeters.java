package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.pipeline.BreakerPosition;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.pipeline.ScopeStatus;
import io.mpsbridge.task.QuotaScope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges and counters of each quota scope; one that was never in use has none. Names and accounts are configured. */
final class ScopeMeters {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final MeterRegistry registry;
    private final Map<QuotaScope, Meters> meters = new HashMap<>();

    ScopeMeters(MeterRegistry registry) {
        this.registry = registry;
        meters.put(QuotaScope.DEFAULT, new Meters(QuotaScope.DEFAULT));
    }

    /** The tags of a scope. */
    static Tags tags(QuotaScope scope) {
        return Tags.of("account", scope.accountName(), "kind", scope.kind().label());
    }

    /** Shows these snapshots from now on. */
    void update(List<ScopeStatus> scopes, Instant now) {
        for (ScopeStatus each : scopes) {
            if (each.isInUse() || meters.containsKey(each.scope())) {
                meters.computeIfAbsent(each.scope(), Meters::new).show(each.pipeline(), now);
            }
        }
    }

    /** One scope's. */
    private final class Meters {
        private final Tags tags;
        private volatile @Nullable PipelineStatus latest;
        private volatile Instant now = Instant.EPOCH;

        Meters(QuotaScope scope) {
            this.tags = tags(scope);
            tasks();
            quota();
            holds();
        }

        void show(PipelineStatus status, Instant at) {
            now = at;
            latest = status;
        }

        private void tasks() {
            gauge("tasks.in.flight", "task ids in flight", PipelineStatus::tasks);
            gauge("events.in.flight", "created events in flight", PipelineStatus::events);
            gauge("polls.open", "requests waiting for an answer", PipelineStatus::open);
            gauge("tasks.in.trouble", "task ids whose last answers failed", PipelineStatus::tasksInTrouble);
            gauge(
                    "task.longest.silence.seconds",
                    "time since the least recently polled task was polled",
                    status -> status.longestSilenceMillis() / MILLIS_PER_SECOND);
            gauge("task.oldest.age.seconds", "age of the oldest record in flight", status -> oldest(status, now));
            gauge(
                    "clock.offset.seconds",
                    "how far MPS's clock is ahead of ours; NaN before MPS has answered",
                    ScopeMeters::clockOffset);
            FunctionCounter.builder(
                            Names.PREFIX + "statuses.unknown",
                            this,
                            self -> self.read(PipelineStatus::unknownStatuses, 0))
                    .description("answers with a task status that this release does not know")
                    .tags(tags)
                    .register(registry);
        }

        private void quota() {
            gauge(
                    "quota.share",
                    "requests per second that this replica may send",
                    status -> status.quota().permits());
            gauge(
                    "quota.guard.seconds",
                    "extra time that permits rest because the account exceeded its limit",
                    status -> status.quota().guardMillis() / MILLIS_PER_SECOND);
        }

        private void holds() {
            String held = "1 while nothing but single probes is sent";
            for (Hold.Kind kind : Hold.Kind.values()) {
                flag("polling.held", held, Names.tag("by", kind), status -> isHeld(status, kind));
            }
            for (Quota.Held by : Quota.Held.values()) {
                flag(
                        "polling.held",
                        held,
                        Names.tag("by", by),
                        status -> status.quota().held() == by);
            }
            for (BreakerPosition position : BreakerPosition.values()) {
                flag(
                        "circuit.breaker",
                        "1 for the current state of the circuit breaker for MPS",
                        Names.tag("state", position),
                        status -> status.breaker() == position);
            }
        }

        private void flag(String name, String description, Tags more, Predicate<PipelineStatus> isSet) {
            gauge(name, description, more, status -> isSet.test(status) ? 1 : 0);
        }

        private void gauge(String name, String description, ToDoubleFunction<PipelineStatus> value) {
            gauge(name, description, Tags.empty(), value);
        }

        private void gauge(String name, String description, Tags more, ToDoubleFunction<PipelineStatus> value) {
            Gauge.builder(Names.PREFIX + name, this, self -> self.read(value, Double.NaN))
                    .description(description)
                    .tags(tags.and(more))
                    .register(registry);
        }

        private double read(ToDoubleFunction<PipelineStatus> value, double otherwise) {
            PipelineStatus status = latest;
            return status == null ? otherwise : value.applyAsDouble(status);
        }
    }

    private static boolean isHeld(PipelineStatus status, Hold.Kind kind) {
        Hold hold = status.hold();
        return hold != null && hold.kind() == kind;
    }

    private static double oldest(PipelineStatus status, Instant now) {
        Instant oldest = status.oldest();
        return oldest == null || oldest.isAfter(now)
                ? 0
                : Duration.between(oldest, now).toMillis() / MILLIS_PER_SECOND;
    }

    private static double clockOffset(PipelineStatus status) {
        Long millis = status.clockOffsetMillis();
        return millis == null ? Double.NaN : millis / MILLIS_PER_SECOND;
    }
}
