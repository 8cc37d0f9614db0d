package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.kafka.LoopStatus.Totals;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.pipeline.BreakerPosition;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges and counters that are read off a snapshot. */
final class StatusMeters {

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private final MeterRegistry registry;
    private final PartitionMeters partitions;
    private final DeadLetterMeters deadLetters;
    private volatile @Nullable ScrapeSnapshot latest;

    StatusMeters(MeterRegistry registry, Collection<String> deadLetterCodes) {
        this.registry = registry;
        this.partitions = new PartitionMeters(registry);
        this.deadLetters = new DeadLetterMeters(registry, deadLetterCodes);
        polling();
        holds();
        loop();
        publishing();
        totals();
    }

    /** What the scrape gives while the meters show the snapshot. */
    synchronized String during(ScrapeSnapshot snapshot, Supplier<String> scrape) {
        latest = snapshot;
        partitions.update(snapshot.loop().partitions());
        deadLetters.update(snapshot.loop().totals().deadLettersByCode());
        return scrape.get();
    }

    private void polling() {
        flag("ready", "1 if /readyz says so", Tags.empty(), ScrapeSnapshot::ready);
        polling("tasks.in.flight", "task ids in flight", PipelineStatus::tasks);
        polling("events.in.flight", "created events in flight", PipelineStatus::events);
        polling("polls.open", "requests without an answer yet", PipelineStatus::open);
        polling("tasks.in.trouble", "task ids whose last answers failed", PipelineStatus::tasksInTrouble);
        polling(
                "task.longest.silence.seconds",
                "since that task was asked about for which it is longest ago",
                status -> status.longestSilenceMillis() / MILLIS_PER_SECOND);
        seconds("task.oldest.age.seconds", "age of the oldest record in flight", ScrapeSnapshot::oldest);
        seconds(
                "credentials.left.seconds",
                "how long the credentials are good for; NaN if they do not expire",
                ScrapeSnapshot::credentialsLeft);
        polling(
                "clock.offset.seconds",
                "by how much MPS's clock is ahead of ours; NaN before MPS has answered",
                StatusMeters::clockOffset);
        count(
                "statuses.unknown",
                "answers with a task status that this release does not know",
                Tags.empty(),
                snapshot -> snapshot.polling().unknownStatuses());
    }

    private void holds() {
        String held = "1 while nothing is asked but for single probes";
        for (Hold.Kind kind : Hold.Kind.values()) {
            flag("polling.held", held, tag("by", kind), snapshot -> isHeld(snapshot.polling(), kind));
        }
        for (Quota.Held by : Quota.Held.values()) {
            flag(
                    "polling.held",
                    held,
                    tag("by", by),
                    snapshot -> snapshot.polling().quota().held() == by);
        }
        for (BreakerPosition position : BreakerPosition.values()) {
            flag(
                    "circuit.breaker",
                    "1 for the state that the circuit breaker before MPS is in",
                    tag("state", position),
                    snapshot -> snapshot.polling().breaker() == position);
        }
        polling(
                "quota.share",
                "requests per second that are this replica's",
                status -> status.quota().permits());
        polling(
                "quota.guard.seconds",
                "by how much longer permits rest because the account was over its limit",
                status -> status.quota().guardMillis() / MILLIS_PER_SECOND);
    }

    private void loop() {
        flag(
                "group.joined",
                "1 while a member of the consumer group",
                Tags.empty(),
                snapshot -> snapshot.loop().joined());
        seconds("loop.since.turn.seconds", "how long the Kafka loop has not turned", ScrapeSnapshot::sinceTurn);
        loop(
                "partitions.assigned",
                "partitions that are this replica's",
                status -> status.partitions().size());
        for (PauseReason reason : PauseReason.values()) {
            gauge(
                    "partitions.paused",
                    "partitions from which nothing is read for now",
                    tag("reason", reason),
                    snapshot -> paused(snapshot.loop(), reason));
        }
        loop("events.held", "created events held until their commit", LoopStatus::tasks);
        loop("events.held.size.bytes", "bytes of the events held", LoopStatus::bytes);
        loop(
                "offsets.lost.records",
                "for an hour after the group was found without its offsets: created records that may have been answered",
                StatusMeters::lost);
    }

    private void publishing() {
        seconds(
                "publishing.blocked.seconds",
                "for how long no transaction could be made although one is needed",
                ScrapeSnapshot::publishingBlocked);
        loop(
                "outcomes.kept.back",
                "outcomes that wait for an output partition, or that a broker refuses, while others go",
                StatusMeters::keptBack);
        String published = "terminal events in force";
        total("outcomes.published", published, Tags.of("outcome", "completed"), Totals::completed);
        total("outcomes.published", published, Tags.of("outcome", "failed"), Totals::failed);
        total(
                "images.late",
                "completed tasks whose images may be gone when they are found",
                Tags.of("state", "expired"),
                totals -> totals.lateImages().expired());
        total(
                "images.late",
                "completed tasks whose images have less than an hour left when they are found",
                Tags.of("state", "expiring"),
                totals -> totals.lateImages().expiring());
        total("outcomes.dropped", "outcomes of assignments that were over", Tags.empty(), Totals::droppedOutcomes);
        total("transactions", "transactions", Tags.of("result", "committed"), Totals::transactions);
        total("transactions", "transactions", Tags.of("result", "aborted"), Totals::aborts);
        total("producer.rebuilds", "producers that had to be opened anew", Tags.empty(), Totals::rebuilds);
    }

    private void totals() {
        total("events", "created events taken in", Tags.empty(), Totals::events);
        total("records.skipped", "records without a value", Tags.of("reason", "tombstone"), Totals::tombstones);
        total("records.skipped", "records answered before", Tags.of("reason", "done"), Totals::skippedAsDone);
        total(
                "records.lost",
                "created records that retention took before they were read",
                Tags.empty(),
                Totals::recordsLost);
        total("offset.resets", "partitions without a usable committed offset", Tags.empty(), Totals::resets);
        for (ClaimedTime.Source source : ClaimedTime.Source.values()) {
            total(
                    "times.ignored",
                    "times from outside that could not be true",
                    tag("source", source),
                    totals -> totals.timesIgnored().getOrDefault(source, 0L));
        }
    }

    private void polling(String name, String description, ToDoubleFunction<PipelineStatus> value) {
        gauge(name, description, Tags.empty(), snapshot -> value.applyAsDouble(snapshot.polling()));
    }

    private void loop(String name, String description, ToDoubleFunction<LoopStatus> value) {
        gauge(name, description, Tags.empty(), snapshot -> value.applyAsDouble(snapshot.loop()));
    }

    private void flag(String name, String description, Tags tags, Predicate<ScrapeSnapshot> isSet) {
        gauge(name, description, tags, snapshot -> isSet.test(snapshot) ? 1 : 0);
    }

    private void seconds(String name, String description, Function<ScrapeSnapshot, @Nullable Duration> value) {
        gauge(name, description, Tags.empty(), snapshot -> seconds(value.apply(snapshot)));
    }

    private void gauge(String name, String description, Tags tags, ToDoubleFunction<ScrapeSnapshot> value) {
        Gauge.builder(Names.PREFIX + name, this, self -> self.read(value, Double.NaN))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void total(String name, String description, Tags tags, ToDoubleFunction<Totals> value) {
        count(
                name,
                description,
                tags,
                snapshot -> value.applyAsDouble(snapshot.loop().totals()));
    }

    private void count(String name, String description, Tags tags, ToDoubleFunction<ScrapeSnapshot> value) {
        FunctionCounter.builder(Names.PREFIX + name, this, self -> self.read(value, 0))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private double read(ToDoubleFunction<ScrapeSnapshot> value, double otherwise) {
        ScrapeSnapshot snapshot = latest;
        return snapshot == null ? otherwise : value.applyAsDouble(snapshot);
    }

    private static Tags tag(String key, Enum<?> value) {
        return Tags.of(key, value.name().toLowerCase(Locale.ROOT));
    }

    private static boolean isHeld(PipelineStatus status, Hold.Kind kind) {
        Hold hold = status.hold();
        return hold != null && hold.kind() == kind;
    }

    private static double clockOffset(PipelineStatus status) {
        Long millis = status.clockOffsetMillis();
        return millis == null ? Double.NaN : millis / MILLIS_PER_SECOND;
    }

    private static double lost(LoopStatus status) {
        LoopStatus.OffsetsLost lost = status.offsetsLostLately();
        return lost == null ? 0 : lost.records();
    }

    private static double keptBack(LoopStatus status) {
        return status.publishing().keptBack().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static double paused(LoopStatus status, PauseReason reason) {
        return status.partitions().stream()
                .filter(partition -> partition.pause() == reason)
                .count();
    }

    private static double seconds(@Nullable Duration duration) {
        return duration == null ? Double.NaN : Times.nanos(duration) / NANOS_PER_SECOND;
    }
}
