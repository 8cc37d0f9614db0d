package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.mpsbridge.kafka.HintStatus;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.kafka.LoopStatus.Totals;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gauges and counters read from a snapshot. */
final class StatusMeters {

    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private final MeterRegistry registry;
    private final PartitionMeters partitions;
    private final ScopeMeters scopes;
    private final MultiGauge credentials;
    private final QueueMeters queues;
    private final DeadLetterMeters deadLetters;
    private volatile @Nullable ScrapeSnapshot latest;

    StatusMeters(MeterRegistry registry, Collection<String> deadLetterCodes) {
        this.registry = registry;
        this.partitions = new PartitionMeters(registry);
        this.scopes = new ScopeMeters(registry);
        this.credentials = Names.multiGauge(
                registry, "credentials.left.seconds", "time until the credentials expire; NaN if they do not");
        this.queues = new QueueMeters(registry);
        this.deadLetters = new DeadLetterMeters(registry, deadLetterCodes);
        replica();
        loop();
        publishing();
        totals();
        hints();
    }

    /** Runs the scrape while the meters show the snapshot. */
    synchronized String during(ScrapeSnapshot snapshot, Supplier<String> scrape) {
        latest = snapshot;
        partitions.update(snapshot.loop().partitions());
        scopes.update(snapshot.scopes(), snapshot.now());
        credentials.register(
                snapshot.credentialsLeft().entrySet().stream()
                        .map(left -> MultiGauge.Row.of(
                                Tags.of("account", left.getKey()),
                                seconds(left.getValue().orElse(null))))
                        .collect(Collectors.toList()),
                true);
        queues.update(snapshot.scopes());
        deadLetters.update(snapshot.loop().totals().deadLettersByCode());
        return scrape.get();
    }

    private void replica() {
        flag("ready", "1 if /readyz says so", Tags.empty(), ScrapeSnapshot::ready);
    }

    private void loop() {
        flag(
                "group.joined",
                "1 while a member of the consumer group",
                Tags.empty(),
                snapshot -> snapshot.loop().joined());
        seconds("loop.since.turn.seconds", "time since the Kafka loop's last turn", ScrapeSnapshot::sinceTurn);
        loop(
                "partitions.assigned",
                "partitions assigned to this replica",
                status -> status.partitions().size());
        for (PauseReason reason : PauseReason.values()) {
            gauge(
                    "partitions.paused",
                    "assigned partitions that are not being read",
                    Names.tag("reason", reason),
                    snapshot -> paused(snapshot.loop(), reason));
        }
        loop("events.held", "created events held until their commit", LoopStatus::tasks);
        loop("events.held.size.bytes", "bytes of the events held", LoopStatus::bytes);
        loop(
                "offsets.lost.records",
                "created records that may have been answered, for an hour after the group lost its offsets",
                StatusMeters::lost);
    }

    private void publishing() {
        seconds(
                "publishing.blocked.seconds",
                "how long no transaction has succeeded although one is needed",
                ScrapeSnapshot::publishingBlocked);
        loop(
                "outcomes.kept.back",
                "outcomes that wait for an output partition or that a broker refuses",
                StatusMeters::keptBack);
        String published = "committed terminal events";
        total("outcomes.published", published, Tags.of("outcome", "completed"), Totals::completed);
        total("outcomes.published", published, Tags.of("outcome", "failed"), Totals::failed);
        total(
                "images.late",
                "completed tasks detected after their images may have expired",
                Tags.of("state", "expired"),
                totals -> totals.lateImages().expired());
        total(
                "images.late",
                "completed tasks detected less than an hour before their images may expire",
                Tags.of("state", "expiring"),
                totals -> totals.lateImages().expiring());
        total(
                "outcomes.dropped",
                "outcomes dropped because their partition was reassigned",
                Tags.empty(),
                Totals::droppedOutcomes);
        total("transactions", "transactions", Tags.of("result", "committed"), Totals::transactions);
        total("transactions", "transactions", Tags.of("result", "aborted"), Totals::aborts);
        total("producer.rebuilds", "producers reopened after a failure", Tags.empty(), Totals::rebuilds);
    }

    private void totals() {
        total("events", "created events accepted", Tags.empty(), Totals::events);
        total("records.skipped", "records without a value", Tags.of("reason", "tombstone"), Totals::tombstones);
        total("records.skipped", "records already answered", Tags.of("reason", "done"), Totals::skippedAsDone);
        total(
                "records.lost",
                "created records deleted by retention before they were read",
                Tags.empty(),
                Totals::recordsLost);
        total("offset.resets", "partitions without a usable committed offset", Tags.empty(), Totals::resets);
        for (ClaimedTime.Source source : ClaimedTime.Source.values()) {
            total(
                    "times.ignored",
                    "implausible times in events or answers",
                    Names.tag("source", source),
                    totals -> totals.timesIgnored().getOrDefault(source, 0L));
        }
    }

    private void hints() {
        gauge(
                "hints.readable",
                "1 while the topic of hints can be read; NaN if none is configured",
                Tags.empty(),
                snapshot -> snapshot.hints().on() ? (snapshot.hints().readable() ? 1 : 0) : Double.NaN);
        hints("taken", HintStatus::taken);
        hints("unknown", HintStatus::unknown);
        hints("ignored", HintStatus::ignored);
        hints("skipped", HintStatus::skipped);
    }

    private void hints(String result, ToDoubleFunction<HintStatus> value) {
        count(
                "hints",
                "records on the topic of hints",
                Tags.of("result", result),
                snapshot -> value.applyAsDouble(snapshot.hints()));
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
