package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.pipeline.BreakerPosition;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges and counters that are read off a snapshot. */
final class StatusMeters {

    private final MeterRegistry registry;
    private final PartitionMeters partitions;
    private final DeadLetterMeters deadLetters;
    private volatile @Nullable ScrapeSnapshot latest;

    StatusMeters(MeterRegistry registry, Collection<String> deadLetterCodes) {
        this.registry = registry;
        this.partitions = new PartitionMeters(registry);
        this.deadLetters = new DeadLetterMeters(registry, deadLetterCodes);
        polling();
        quota();
        waits();
        loop();
        counts();
        times();
    }

    /** What the scrape gives while the meters show the reading. */
    synchronized String during(ScrapeSnapshot reading, Supplier<String> scrape) {
        latest = reading;
        partitions.update(reading.loop().partitions());
        deadLetters.update(reading.loop().totals().deadLettersByCode());
        return scrape.get();
    }

    private void polling() {
        gauge("ready", "1 if /readyz says so", reading -> flag(reading.ready()));
        gauge(
                "tasks.in.flight",
                "task ids in flight",
                reading -> reading.polling().tasks());
        gauge(
                "events.in.flight",
                "created events in flight",
                reading -> reading.polling().events());
        gauge(
                "polls.open",
                "requests without an answer yet",
                reading -> reading.polling().open());
        seconds("task.oldest.age", "age of the oldest record in flight", ScrapeSnapshot::oldest);
        seconds(
                "credentials.left",
                "how long the credentials are good for; NaN if they do not expire",
                ScrapeSnapshot::credentialsLeft);
        for (Hold.Kind kind : Hold.Kind.values()) {
            held(kind.name(), reading -> {
                Hold hold = reading.polling().hold();
                return hold != null && hold.kind() == kind;
            });
        }
        for (Quota.Held held : Quota.Held.values()) {
            held(held.name(), reading -> reading.polling().quota().held() == held);
        }
        trouble();
    }

    private void trouble() {
        gauge(
                "tasks.in.trouble",
                "task ids whose last answers failed",
                reading -> reading.polling().tasksInTrouble());
        for (BreakerPosition position : BreakerPosition.values()) {
            Gauge.builder(
                            Names.PREFIX + "circuit.breaker",
                            this,
                            self -> self.read(reading -> flag(reading.polling().breaker() == position)))
                    .description("1 for the state that the circuit breaker before MPS is in")
                    .tag("state", position.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        seconds(
                "clock.offset",
                "by how much MPS's clock is ahead of ours; NaN before MPS has answered",
                reading -> millis(reading.polling().clockOffsetMillis()));
        FunctionCounter.builder(
                        Names.PREFIX + "statuses.unknown",
                        this,
                        self -> self.count(reading -> reading.polling().unknownStatuses()))
                .description("answers with a task status that this release does not know")
                .register(registry);
    }

    private void quota() {
        gauge(
                "quota.share",
                "requests per second that are this replica's",
                reading -> reading.polling().quota().permits());
    }

    private void waits() {
        seconds(
                "quota.guard",
                "by how much longer permits rest because the account was over its limit",
                reading -> Duration.ofMillis(reading.polling().quota().guardMillis()));
        seconds(
                "task.longest.silence",
                "since that task was asked about for which it is longest ago",
                reading -> Duration.ofMillis(reading.polling().longestSilenceMillis()));
    }

    private void loop() {
        seconds("loop.since.turn", "how long the Kafka loop has not turned", ScrapeSnapshot::sinceTurn);
        gauge(
                "partitions.assigned",
                "partitions that are this replica's",
                reading -> reading.loop().partitions().size());
        for (PauseReason reason : PauseReason.values()) {
            Gauge.builder(
                            Names.PREFIX + "partitions.paused",
                            this,
                            self -> self.read(reading -> paused(reading, reason)))
                    .description("partitions from which nothing is read for now")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        gauge(
                "group.joined",
                "1 while a member of the consumer group",
                reading -> flag(reading.loop().joined()));
        gauge(
                "events.held",
                "created events held until their commit",
                reading -> reading.loop().tasks());
        Gauge.builder(
                        Names.PREFIX + "events.held.size",
                        this,
                        self -> self.read(reading -> reading.loop().bytes()))
                .description("bytes of the events held")
                .baseUnit("bytes")
                .register(registry);
        seconds(
                "publishing.blocked",
                "for how long no transaction could be made although one is needed",
                ScrapeSnapshot::publishingBlocked);
        gauge(
                "offsets.lost.records",
                "for an hour after the group was found without its offsets: created records that may have been answered",
                reading -> lost(reading.loop().offsetsLostLately()));
        gauge(
                "outcomes.kept.back",
                "outcomes that wait for an output partition, or that a broker refuses, while others go",
                reading -> reading.loop().publishing().keptBack().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
    }

    private void counts() {
        counter("events", "created events taken in", Tags.empty(), LoopStatus.Totals::events);
        counter(
                "records.skipped",
                "records without a value",
                Tags.of("reason", "tombstone"),
                LoopStatus.Totals::tombstones);
        counter(
                "records.skipped",
                "records answered before",
                Tags.of("reason", "done"),
                LoopStatus.Totals::skippedAsDone);
        counter(
                "outcomes.published",
                "terminal events in force",
                Tags.of("outcome", "completed"),
                LoopStatus.Totals::completed);
        counter(
                "outcomes.published",
                "terminal events in force",
                Tags.of("outcome", "failed"),
                LoopStatus.Totals::failed);
        counter(
                "images.late",
                "completed tasks whose images may be gone when they are found",
                Tags.of("state", "expired"),
                totals -> totals.lateImages().expired());
        counter(
                "images.late",
                "completed tasks whose images have less than an hour left when they are found",
                Tags.of("state", "expiring"),
                totals -> totals.lateImages().expiring());
        counter(
                "outcomes.dropped",
                "outcomes of assignments that were over",
                Tags.empty(),
                LoopStatus.Totals::droppedOutcomes);
        counter("transactions", "transactions", Tags.of("result", "committed"), LoopStatus.Totals::transactions);
        counter("transactions", "transactions", Tags.of("result", "aborted"), LoopStatus.Totals::aborts);
        counter("producer.rebuilds", "producers that had to be opened anew", Tags.empty(), LoopStatus.Totals::rebuilds);
        counter(
                "records.lost",
                "created records that retention took before they were read",
                Tags.empty(),
                LoopStatus.Totals::recordsLost);
        counter(
                "offset.resets",
                "partitions without a usable committed offset",
                Tags.empty(),
                LoopStatus.Totals::resets);
    }

    private void times() {
        for (ClaimedTime.Source source : ClaimedTime.Source.values()) {
            counter(
                    "times.ignored",
                    "times from outside that could not be true",
                    Tags.of("source", source.name().toLowerCase(Locale.ROOT)),
                    totals -> totals.timesIgnored().getOrDefault(source, 0L));
        }
    }

    private void held(String by, Function<ScrapeSnapshot, Boolean> isHeld) {
        Gauge.builder(Names.PREFIX + "polling.held", this, self -> self.read(reading -> flag(isHeld.apply(reading))))
                .description("1 while nothing is asked but for single probes")
                .tag("by", by.toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<ScrapeSnapshot> value) {
        Gauge.builder(Names.PREFIX + name, this, self -> self.read(value))
                .description(description)
                .register(registry);
    }

    private void seconds(String name, String description, Function<ScrapeSnapshot, @Nullable Duration> value) {
        Gauge.builder(Names.PREFIX + name, this, self -> self.read(reading -> toSeconds(value.apply(reading))))
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    private void counter(String name, String description, Tags tags, ToDoubleFunction<LoopStatus.Totals> value) {
        FunctionCounter.builder(
                        Names.PREFIX + name,
                        this,
                        self -> self.count(
                                reading -> value.applyAsDouble(reading.loop().totals())))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static long lost(LoopStatus.@Nullable OffsetsLost lost) {
        return lost == null ? 0 : lost.records();
    }

    private static long paused(ScrapeSnapshot reading, PauseReason reason) {
        return reading.loop().partitions().stream()
                .filter(partition -> partition.pause() == reason)
                .count();
    }

    private double read(ToDoubleFunction<ScrapeSnapshot> value) {
        ScrapeSnapshot reading = latest;
        return reading == null ? Double.NaN : value.applyAsDouble(reading);
    }

    private double count(ToDoubleFunction<ScrapeSnapshot> value) {
        ScrapeSnapshot reading = latest;
        return reading == null ? 0 : value.applyAsDouble(reading);
    }

    private static @Nullable Duration millis(@Nullable Long value) {
        return value == null ? null : Duration.ofMillis(value);
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }

    private static double toSeconds(@Nullable Duration duration) {
        return duration == null ? Double.NaN : Times.nanos(duration) / 1_000_000_000.0;
    }
}
