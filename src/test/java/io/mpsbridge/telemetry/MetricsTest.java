package io.mpsbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.poll.QueueStatus;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.testing.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final Metrics metrics = new Metrics(List.of("not-json", "no-data"));

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void pollsAreCountedByVerdictAndCode() {
        metrics.polls().polled(QuotaScope.DEFAULT, new Verdict.Unfinished("RUN", "r"), Duration.ofMillis(7));
        metrics.polls()
                .polled(
                        QuotaScope.DEFAULT,
                        new Verdict.Throttled("RequestLimitExceeded", "m", "r"),
                        Duration.ofMillis(9));

        assertThat(lines())
                .contains(
                        "mpsbridge_polls_total{account=\"default\",code=\"none\",kind=\"image\",verdict=\"unfinished\"} 1.0",
                        "mpsbridge_polls_total{account=\"default\",code=\"RequestLimitExceeded\",kind=\"image\",verdict=\"throttled\"} 1.0",
                        "mpsbridge_poll_round_trip_seconds_bucket{account=\"default\",kind=\"image\",le=\"0.01\"} 2",
                        "mpsbridge_poll_round_trip_seconds_count{account=\"default\",kind=\"image\"} 2");
    }

    @Test
    void codesFromOutsideAreBounded() {
        IntStream.range(0, 1_000)
                .forEach(i -> metrics.polls()
                        .polled(QuotaScope.DEFAULT, new Verdict.Unavailable("Code" + i, "m", null), Duration.ZERO));

        List<String> unavailable =
                lines().stream().filter(line -> line.contains("unavailable")).toList();
        assertThat(unavailable)
                .hasSize(61)
                .contains(
                        "mpsbridge_polls_total{account=\"default\",code=\"other\",kind=\"image\",verdict=\"unavailable\"} 940.0");
    }

    @Test
    void aCodeCannotForgeALine() {
        metrics.polls()
                .polled(QuotaScope.DEFAULT, new Verdict.Unavailable("a\"} 1\nforged 7", "m", null), Duration.ZERO);

        assertThat(lines()).noneMatch(line -> line.startsWith("forged"));
    }

    @Test
    void theDelayIsCountedFromTheLastMomentAtWhichTheTaskWasAlive() {
        metrics.polls().finished(completed(NOW.minusSeconds(30), NOW.minusSeconds(4)));
        metrics.polls().finished(completed(NOW.minusSeconds(30), null));

        assertThat(lines())
                .contains(
                        "mpsbridge_detection_delay_bound_seconds_bucket{account=\"default\",kind=\"image\",le=\"5.0\"} 1",
                        "mpsbridge_detection_delay_bound_seconds_bucket{account=\"default\",kind=\"image\",le=\"30.0\"} 2",
                        "mpsbridge_task_duration_seconds_sum{account=\"default\",kind=\"image\",outcome=\"completed\",reason=\"none\"} 60.0");
    }

    @Test
    void whatNeededNoAnswerHasNoDelay() {
        TaskOutcome expired = new TaskOutcome.Failed(
                task(NOW.minusSeconds(30)), FailureReason.RESULT_EXPIRED, "m", null, null, null, NOW, 0);

        metrics.polls().finished(expired);

        assertThat(lines())
                .contains(
                        "mpsbridge_detection_delay_bound_seconds_count{account=\"default\",kind=\"image\"} 0",
                        "mpsbridge_task_duration_seconds_count{account=\"default\",kind=\"image\",outcome=\"failed\",reason=\"result_expired\"} 1");
    }

    @Test
    void aTaskFromTheFutureTakesNoTimeRatherThanLessThanNone() {
        metrics.polls().finished(completed(NOW.plusSeconds(30), null));

        assertThat(lines())
                .contains(
                        "mpsbridge_task_duration_seconds_sum{account=\"default\",kind=\"image\",outcome=\"completed\",reason=\"none\"} 0.0");
    }

    @Test
    void noTimeIsTooFarAwayToBeCounted() {
        for (Instant far : List.of(Instant.MIN, Instant.parse("0001-01-01T00:00:00Z"), Instant.MAX)) {
            metrics.polls().finished(completed(far, far));
        }

        assertThat(lines())
                .contains(
                        "mpsbridge_task_duration_seconds_count{account=\"default\",kind=\"image\",outcome=\"completed\",reason=\"none\"} 3",
                        "mpsbridge_detection_delay_bound_seconds_count{account=\"default\",kind=\"image\"} 3");
    }

    @Test
    void everyReasonToFailIsThereBeforeTheFirstFailure() {
        for (FailureReason reason : FailureReason.values()) {
            assertThat(lines())
                    .anyMatch(line -> line.startsWith(
                            "mpsbridge_task_duration_seconds_count{account=\"default\",kind=\"image\",outcome=\"failed\",reason=\""
                                    + reason.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    @Test
    void gaugesAndCountersShowTheReading() {
        assertThat(lines(ScrapeSnapshots.of(
                        ScrapeSnapshots.totals(Map.of("not-json", 2L)), ScrapeSnapshots.partition(3, null))))
                .contains(
                        "mpsbridge_ready 1.0",
                        "mpsbridge_hints_readable 1.0",
                        "mpsbridge_hints_total{result=\"taken\"} 9.0",
                        "mpsbridge_hints_total{result=\"unknown\"} 8.0",
                        "mpsbridge_hints_total{result=\"ignored\"} 7.0",
                        "mpsbridge_hints_total{result=\"skipped\"} 6.0",
                        "mpsbridge_tasks_in_flight{account=\"default\",kind=\"image\"} 6.0",
                        "mpsbridge_events_in_flight{account=\"default\",kind=\"image\"} 7.0",
                        "mpsbridge_task_oldest_age_seconds{account=\"default\",kind=\"image\"} 180.0",
                        "mpsbridge_quota_share{account=\"default\",kind=\"image\"} 20.0",
                        "mpsbridge_quota_guard_seconds{account=\"default\",kind=\"image\"} 0.25",
                        "mpsbridge_task_longest_silence_seconds{account=\"default\",kind=\"image\"} 4.0",
                        "mpsbridge_loop_since_turn_seconds 1.5",
                        "mpsbridge_group_joined 1.0",
                        "mpsbridge_events_held_size_bytes 2048.0",
                        "mpsbridge_events_total 100.0",
                        "mpsbridge_outcomes_published_total{outcome=\"completed\"} 60.0",
                        "mpsbridge_outcomes_published_total{outcome=\"failed\"} 5.0",
                        "mpsbridge_transactions_total{result=\"committed\"} 30.0",
                        "mpsbridge_transactions_total{result=\"aborted\"} 3.0",
                        "mpsbridge_producer_rebuilds_total 4.0",
                        "mpsbridge_times_ignored_total{source=\"submitted_at\"} 8.0",
                        "mpsbridge_times_ignored_total{source=\"record_timestamp\"} 0.0",
                        "mpsbridge_dead_letters_total{code=\"not-json\"} 2.0",
                        "mpsbridge_partition_watermark{partition=\"3\"} 40.0",
                        "mpsbridge_partition_span{partition=\"3\"} 9.0",
                        "mpsbridge_partition_lag{partition=\"3\"} 11.0",
                        "mpsbridge_partition_metadata_used{partition=\"3\"} 0.25",
                        "mpsbridge_partitions_assigned 1.0");
    }

    @Test
    void partitionsThatWentAwayAreNotShownAnyMore() {
        lines(ScrapeSnapshots.of(
                ScrapeSnapshots.totals(Map.of()),
                ScrapeSnapshots.partition(3, null),
                ScrapeSnapshots.partition(4, null)));

        List<String> later = lines(ScrapeSnapshots.of(
                ScrapeSnapshots.totals(Map.of()), ScrapeSnapshots.partition(4, PauseReason.OFFSETS_FULL)));

        assertThat(later)
                .noneMatch(line -> line.contains("partition=\"3\""))
                .contains(
                        "mpsbridge_partition_span{partition=\"4\"} 9.0",
                        "mpsbridge_partitions_paused{reason=\"offsets_full\"} 1.0",
                        "mpsbridge_partitions_paused{reason=\"held\"} 0.0");
    }

    @Test
    void theServicesQueuesAreShownByModel() {
        List<String> shown = lines(ScrapeSnapshots.queues(
                new QueueStatus("hunyuan", 30, 10, 60, 0.75, new QueueStatus.Estimate(85, 1.5, 4)),
                new QueueStatus(null, 0, 2, 1, null, null)));

        assertThat(shown)
                .contains(
                        "mpsbridge_queue_tasks{account=\"default\",kind=\"image\",model=\"hunyuan\",phase=\"waiting\"} 30.0",
                        "mpsbridge_queue_tasks{account=\"default\",kind=\"image\",model=\"hunyuan\",phase=\"running\"} 10.0",
                        "mpsbridge_queue_tasks{account=\"default\",kind=\"image\",model=\"hunyuan\",phase=\"not_asked\"} 60.0",
                        "mpsbridge_queue_presumed_waiting{account=\"default\",kind=\"image\",model=\"hunyuan\"} 85.0",
                        "mpsbridge_queue_starts_per_second{account=\"default\",kind=\"image\",model=\"hunyuan\"} 1.5",
                        "mpsbridge_queue_position_error{account=\"default\",kind=\"image\",model=\"hunyuan\"} 4.0",
                        "mpsbridge_queue_order_weight{account=\"default\",kind=\"image\",model=\"hunyuan\"} 0.75",
                        "mpsbridge_queue_tasks{account=\"default\",kind=\"image\",model=\"none\",phase=\"running\"} 2.0")
                .noneMatch(line -> line.matches("mpsbridge_queue_(presumed|starts|position|order).*none.*"));
        assertThat(lines()).noneMatch(line -> line.startsWith("mpsbridge_queue_"));
    }

    @Test
    void modelsAreBoundedOverAllScrapes() {
        for (int i = 0; i < 200; i++) {
            lines(ScrapeSnapshots.queues(new QueueStatus("model-" + i, 1, 0, 0, null, null)));
        }

        assertThat(lines(ScrapeSnapshots.queues(IntStream.range(0, 200)
                        .mapToObj(i -> new QueueStatus("model-" + i, 1, 0, 0, null, null))
                        .toArray(QueueStatus[]::new))))
                .filteredOn(line -> line.startsWith("mpsbridge_queue_tasks") && line.contains("waiting"))
                .hasSize(51)
                .contains(
                        "mpsbridge_queue_tasks{account=\"default\",kind=\"image\",model=\"other\",phase=\"waiting\"} 150.0");
    }

    @Test
    void aModelCannotForgeALine() {
        assertThat(lines(ScrapeSnapshots.queues(new QueueStatus("a\"} 1\nforged 7", 1, 0, 0, null, null))))
                .noneMatch(line -> line.startsWith("forged"));
    }

    @Test
    void theQueuesMetricsAreThoseOfTheTable() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("src", "docs", "operations.md")).stream()
                .filter(line -> line.startsWith("| `mpsbridge_queue_"))
                .map(line -> line.replaceAll("^\\| `(\\w+)`.*", "$1"))
                .toList();

        assertThat(lines(ScrapeSnapshots.queues(
                                new QueueStatus("m", 1, 1, 1, 1.0, new QueueStatus.Estimate(1, 1.0, 1))))
                        .stream()
                        .filter(line -> line.startsWith("mpsbridge_queue_"))
                        .map(line -> line.replaceAll("[{ ].*", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void deadLettersAreCountedOnceHoweverOftenTheyAreLookedAt() {
        ScrapeSnapshot reading = ScrapeSnapshots.of(ScrapeSnapshots.totals(Map.of("not-json", 2L)));
        lines(reading);

        assertThat(lines(reading)).contains("mpsbridge_dead_letters_total{code=\"not-json\"} 2.0");
    }

    @Test
    void everyCodeOfADeadLetterIsThereBeforeTheFirstOne() {
        assertThat(lines())
                .contains(
                        "mpsbridge_dead_letters_total{code=\"no-data\"} 0.0",
                        "mpsbridge_dead_letters_total{code=\"not-json\"} 0.0");
    }

    @Test
    void whatHoldsPollingIsShownByItsKind() {
        assertThat(lines(ScrapeSnapshots.held(
                        Quota.Held.NO_LEASE, new Hold(Hold.Kind.SUSPENDED, "AuthFailure", "m", NOW))))
                .contains(
                        "mpsbridge_polling_held{account=\"default\",by=\"suspended\",kind=\"image\"} 1.0",
                        "mpsbridge_polling_held{account=\"default\",by=\"outage\",kind=\"image\"} 0.0",
                        "mpsbridge_polling_held{account=\"default\",by=\"no_lease\",kind=\"image\"} 1.0",
                        "mpsbridge_polling_held{account=\"default\",by=\"no_share\",kind=\"image\"} 0.0");
    }

    @Test
    void theJvmIsShownAndOnlyWhatSomebodyLooksAt() {
        assertThat(lines())
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("process_cpu_usage "))
                .anyMatch(line -> line.startsWith("logback_events_total{level=\"error\"}"))
                .noneMatch(line -> line.startsWith("jvm_threads_states"))
                .noneMatch(line -> line.contains("sim-task"));
    }

    @Test
    void connectionsOfReactorNettysPoolsAreShownByAddressAndNothingElseOfThem() {
        String pool = "reactor.netty.connection.provider.";
        Tags tags = Tags.of("id", "-77", "name", "mps-http", "remote.address", "mps.example:443");
        AtomicInteger active = io.micrometer.core.instrument.Metrics.globalRegistry.gauge(
                pool + "active.connections", tags, new AtomicInteger(4));
        AtomicInteger most = io.micrometer.core.instrument.Metrics.globalRegistry.gauge(
                pool + "max.connections", tags, new AtomicInteger(20));
        try {
            assertThat(lines())
                    .contains("reactor_netty_connection_provider_active_connections"
                            + "{name=\"mps-http\",remote_address=\"mps.example:443\"} " + active.doubleValue())
                    .noneMatch(line -> line.contains("max_connections"));
        } finally {
            io.micrometer.core.instrument.Metrics.globalRegistry.clear();
        }
        assertThat(most).hasValue(20);
    }

    @Test
    void outcomesOfReplayedEventsAreCounted() {
        metrics.polls().finished(completed(NOW.minusSeconds(30), null));
        metrics.polls()
                .finished(new TaskOutcome.Completed(
                        task(NOW, "again"), Results.images("https://example.com/1.png"), "r", null, NOW, 1));

        assertThat(lines()).contains("mpsbridge_tasks_replayed_total{account=\"default\",kind=\"image\"} 1.0");
    }

    private List<String> lines() {
        return lines(ScrapeSnapshots.of(ScrapeSnapshots.totals(Map.of())));
    }

    private List<String> lines(ScrapeSnapshot reading) {
        return metrics.scrape(reading).lines().toList();
    }

    private static TaskOutcome completed(Instant created, @Nullable Instant alive) {
        return new TaskOutcome.Completed(
                task(created), Results.images("https://example.com/1.png"), "r", alive, NOW, 3);
    }

    private static TaskCreated task(Instant created) {
        return task(created, null);
    }

    private static TaskCreated task(Instant created, @Nullable String replay) {
        EventContext lineage = new EventContext("topic", "topic/0/0", 0, 0, null, null, null, null, replay);
        return new TaskCreated("sim-task", QuotaScope.DEFAULT, null, null, null, null, created, created, lineage);
    }
}
