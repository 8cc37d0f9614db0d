package io.mpsbridge.replay;

import static io.mpsbridge.replay.ReplayRig.T0;
import static io.mpsbridge.replay.ReplayRig.created;
import static io.mpsbridge.replay.ReplayRig.request;
import static io.mpsbridge.replay.ReplayRig.selection;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.replay.ReplayReport.State;
import io.mpsbridge.testing.ReadCommitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays between the topics of a real broker. */
class ReplayIT {
    private static final int EVENTS = 300;

    private final ReplayRig rig = new ReplayRig();

    @BeforeEach
    void events() {
        for (int i = 0; i < EVENTS; i++) {
            rig.send(created(rig.topics().created(), i));
        }
        rig.send(new ProducerRecord<>(
                rig.topics().created(), 0, T0.plusSeconds(50).toEpochMilli(), null, "{".getBytes(UTF_8)));
        rig.send(new ProducerRecord<byte[], byte[]>(
                rig.topics().created(), 0, T0.plusSeconds(50).toEpochMilli(), null, (byte[]) null));
        rig.flush();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static Set<String> ids(int from, int to) {
        return Set.of(IntStream.range(from, to).mapToObj(i -> "t-" + i).toArray(String[]::new));
    }

    @Test
    void aWindowIsReplayedOnceAndADryRunSaysSoBefore() {
        ReplayRequest request =
                request("monday", Source.CREATED, Mode.REPROCESS, selection(T0.plusSeconds(40), T0.plusSeconds(140)));

        ReplayReport preview = rig.preview(request);
        assertThat(rig.records(rig.topics().created())).hasSize(EVENTS + 2);
        assertThat(rig.offsets(rig.group() + ".replay.monday")).isEmpty();
        ReplayReport done = rig.execute(request);
        ReplayReport again = rig.execute(request);

        assertThat(preview.state()).isEqualTo(State.DRY_RUN);
        assertThat(preview.events().selected()).isEqualTo(100);
        assertThat(preview.skipped()).containsEntry(Skip.UNREADABLE, 1L).containsEntry(Skip.NO_VALUE, 1L);
        assertThat(preview.partitions().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(100);
        assertThat(preview.secondsLeft()).isEqualTo(1);
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.events().sent()).isEqualTo(100);
        assertThat(again.state()).isEqualTo(State.DONE);
        assertThat(again.resumed()).isTrue();
        assertThat(again.events().sent()).isZero();
        assertThat(again.events().sentInAllRuns()).isEqualTo(100);
        assertThat(rig.replayed("monday")).containsOnlyKeys(ids(40, 140)).doesNotContainValue(2);
        assertThat(rig.offsets(rig.group())).isEmpty();
    }

    @Test
    void whoIsStoppedGoesOnAndIncludesNothingThatCameMeanwhile() {
        ReplayRequest request = new ReplayRequest(
                "stops",
                "a test",
                Source.CREATED,
                Mode.REPROCESS,
                selection(T0, T0.plusSeconds(100_000)),
                50,
                Long.MAX_VALUE,
                null);
        ReplayReport stopped;
        try (Replay replay = rig.replay(request)) {
            stopped = replay.execute(report -> {
                if (report.events().sent() > 0) {
                    replay.stop();
                }
            });
        }
        for (int i = EVENTS; i < EVENTS + 20; i++) {
            rig.send(created(rig.topics().created(), i));
        }
        rig.flush();

        ReplayReport done = rig.execute(new ReplayRequest(
                "stops", "a test", Source.CREATED, Mode.REPROCESS, request.selection(), 10_000, Long.MAX_VALUE, null));

        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.events().sent()).isBetween(1L, EVENTS - 1L);
        assertThat(stopped.secondsLeft()).isCloseTo((EVENTS - stopped.events().sent()) / 50, within(1L));
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(rig.replayed("stops")).containsOnlyKeys(ids(0, EVENTS)).doesNotContainValue(2);
    }

    @Test
    void theTimeLeftOfAResumedRunCountsWhatEarlierRunsHaveSentAsSent() {
        Selection all = selection(T0, T0.plusSeconds(EVENTS));
        ReplayRequest request =
                new ReplayRequest("resumes", "a test", Source.CREATED, Mode.REPROCESS, all, 50, Long.MAX_VALUE, null);
        long sent = 0;
        for (int run = 0; run < 2; run++) {
            ReplayReport stopped;
            try (Replay replay = rig.replay(request)) {
                stopped = replay.execute(report -> {
                    if (report.events().sent() > 0) {
                        replay.stop();
                    }
                });
            }

            assertThat(stopped.state()).isEqualTo(State.STOPPED);
            assertThat(stopped.events().sentInAllRuns()).isBetween(sent + 1, EVENTS - 1L);
            sent = stopped.events().sentInAllRuns();
            assertThat(stopped.secondsLeft()).isCloseTo((EVENTS - sent) / 50, within(1L));
        }
        assertThat(rig.preview(request).secondsLeft()).isEqualTo((EVENTS - sent + 49) / 50);
    }

    @Test
    void aRecordThatIsNamedAndNotThereIsToldAsNotFound() {
        Selection some = new Selection(
                null, null, Set.of(), Set.of(), List.of(OffsetRange.parse("0:1"), OffsetRange.parse("1:9999")), true);
        ReplayRequest request = request("places", Source.CREATED, Mode.REPROCESS, some);

        ReplayReport preview = rig.preview(request);
        ReplayReport done = rig.execute(request);

        assertThat(preview.offsetsNotFound()).containsExactly("1:9999");
        assertThat(preview.events().notFound()).isEqualTo(1);
        assertThat(done.state()).isEqualTo(State.PARTLY_DONE);
        assertThat(done.events().sent()).isEqualTo(1);
        assertThat(done.offsetsNotFound()).containsExactly("1:9999");
        rig.deleteAll(rig.topics().created());
        assertThat(rig.execute(request).offsetsNotFound())
                .as("what was sent is not missing once retention has taken it")
                .containsExactly("1:9999");
    }

    @Test
    void aNewerRunOfTheNameShutsTheOlderOut() throws Exception {
        ReplayRequest slow = new ReplayRequest(
                "fenced",
                "a test",
                Source.CREATED,
                Mode.REPROCESS,
                selection(T0, T0.plusSeconds(EVENTS)),
                10,
                Long.MAX_VALUE,
                null);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<ReplayReport> older = CompletableFuture.supplyAsync(() -> {
            try (Replay replay = rig.replay(slow)) {
                // The first batch of the first partition is out when the second step is told of.
                return replay.execute(report -> begun.countDown());
            }
        });
        assertThat(rig.preview(slow).events().selected()).isEqualTo(EVENTS);
        begun.await(5, TimeUnit.SECONDS);

        ReplayReport newer = rig.execute(new ReplayRequest(
                "fenced", "a test", Source.CREATED, Mode.REPROCESS, slow.selection(), 100_000, Long.MAX_VALUE, null));

        assertThat(newer.state()).isEqualTo(State.DONE);
        assertThatThrownBy(older::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("another run of the same replay");
        assertThat(rig.replayed("fenced")).containsOnlyKeys(ids(0, EVENTS)).doesNotContainValue(2);
    }

    @Test
    void whatRetentionTakesWhileAReplayRestsIsToldAndLeavesItPartlyDone() {
        ReplayRequest request = new ReplayRequest(
                "resting", "a test", Source.CREATED, Mode.REPROCESS, selection(T0, null), 50, Long.MAX_VALUE, null);
        try (Replay replay = rig.replay(request)) {
            replay.execute(progress -> {
                if (progress.events().sent() > 0) {
                    replay.stop();
                }
            });
        }
        rig.deleteAll(rig.topics().created());

        ReplayReport report = rig.execute(request);

        assertThat(report.state()).isEqualTo(State.PARTLY_DONE);
        assertThat(report.events().sentInAllRuns()).isBetween(1L, (long) EVENTS - 1);
        assertThat(report.events().gone()).isBetween(1L, (long) EVENTS + 1);
    }

    @Test
    void aReplayWhoseProgressThePartitionsHavePartlyForgottenIsRefused() {
        ReplayRequest request = request("old", Source.CREATED, Mode.REPROCESS, selection(T0, null));
        rig.execute(request);
        rig.forget("old", new TopicPartition(rig.topics().created(), 0));

        assertThatThrownBy(() -> rig.execute(request))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("1 of 3 partitions")
                .hasMessageContaining("offsets.retention.minutes");
    }

    @Test
    void aReplayWhoseProgressIsForgottenFindsWhatItHasSentAndSaysSo() {
        ReplayRequest request = request("older", Source.CREATED, Mode.REPROCESS, selection(T0.plusSeconds(40), null));
        long sent = rig.execute(request).events().sent();
        for (int partition = 0; partition < ReplayRig.PARTITIONS; partition++) {
            rig.forget("older", new TopicPartition(rig.topics().created(), partition));
        }

        ReplayReport again = rig.execute(request);

        assertThat(again.skipped()).containsEntry(Skip.SENT_BEFORE, sent);
        assertThat(again.state()).isEqualTo(State.PARTLY_DONE);
    }

    @Test
    void aNameIsForOneSelectionAlone() {
        rig.execute(request("mine", Source.CREATED, Mode.REPROCESS, selection(T0, T0.plusSeconds(10))));

        assertThatThrownBy(() ->
                        rig.execute(request("mine", Source.CREATED, Mode.REPROCESS, selection(T0, T0.plusSeconds(11)))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(RequestField.NAME + " ");
        assertThat(rig.replayed("mine")).hasSize(10);
    }

    @Test
    void tasksOffsetsAndALimitChoose() {
        Selection byTask =
                new Selection(T0, T0.plusSeconds(900), Set.of("t-7", "t-8", "t-x"), Set.of(), List.of(), false);
        Selection byOffset = new Selection(null, null, Set.of(), Set.of(), List.of(new OffsetRange(1, 10, 19)), false);

        rig.execute(request("tasks", Source.CREATED, Mode.REPROCESS, byTask));
        rig.execute(request("offsets", Source.CREATED, Mode.REPROCESS, byOffset));
        rig.execute(new ReplayRequest(
                "limit", "a test", Source.CREATED, Mode.REPROCESS, selection(T0, T0.plusSeconds(900)), 9_999, 7, null));

        assertThat(rig.replayed("tasks")).containsOnlyKeys("t-7", "t-8");
        assertThat(rig.replayed("offsets"))
                .containsOnlyKeys(IntStream.range(10, 20)
                        .mapToObj(i -> "t-" + (3 * i + 1))
                        .toArray(String[]::new));
        assertThat(rig.replayed("limit")).containsOnlyKeys("t-0", "t-3", "t-6", "t-9", "t-12", "t-15", "t-18");
    }

    @Test
    void replaysAreNotReplayedUnlessAskedFor() {
        rig.execute(request("first", Source.CREATED, Mode.REPROCESS, selection(T0, T0.plusSeconds(30))));
        Selection replays = new Selection(T0.plusSeconds(86_400), null, Set.of(), Set.of(), List.of(), false);
        Selection included = new Selection(T0.plusSeconds(86_400), null, Set.of(), Set.of(), List.of(), true);

        ReplayReport without = rig.execute(request("second", Source.CREATED, Mode.REPROCESS, replays));
        ReplayReport with = rig.execute(request("third", Source.CREATED, Mode.REPROCESS, included));

        assertThat(without.events().sent()).isZero();
        assertThat(without.skipped()).containsEntry(Skip.REPLAYED, 30L);
        assertThat(with.events().sent()).isEqualTo(30);
        assertThat(rig.records(rig.topics().created()).stream()
                        .filter(each -> each.value() != null && each.value().length > 1)
                        .map(rig::lineage)
                        .filter(lineage -> "third".equals(lineage.replayName()))
                        .map(lineage -> lineage.eventId()))
                .contains("evt-0", rig.topics().created() + "/1/0", rig.topics().created() + "/2/9");
    }

    @Test
    void failedTasksAreReprocessedByTheirCreatedEventsAndRepublishedAsTheyWere() {
        rig.answerAll();
        List<ConsumerRecord<byte[], byte[]>> before = rig.records(rig.topics().failed());
        Selection byReason =
                new Selection(T0, T0.plusSeconds(864_000_000), Set.of(), Set.of("DEADLINE_EXCEEDED"), List.of(), false);

        ReplayReport reprocessed = rig.execute(request("failed", Source.FAILED, Mode.REPROCESS, byReason));
        ReplayReport republished = rig.execute(request("again", Source.FAILED, Mode.REPUBLISH, byReason));

        Set<String> late = new ReadCommitted(before.stream()
                        .filter(each -> new String(each.value(), UTF_8).contains("DEADLINE_EXCEEDED"))
                        .toList())
                .countsByTaskId()
                .keySet();
        assertThat(late).hasSizeGreaterThan(30);
        assertThat(reprocessed.state()).isEqualTo(State.DONE);
        assertThat(reprocessed.reasons()).containsExactlyEntriesOf(Map.of("DEADLINE_EXCEEDED", (long) late.size()));
        assertThat(rig.replayed("failed")).containsOnlyKeys(late).doesNotContainValue(2);
        assertThat(republished.events().sent()).isEqualTo(late.size());
        assertRepublished(before);
    }

    private void assertRepublished(List<ConsumerRecord<byte[], byte[]>> before) {
        List<ConsumerRecord<byte[], byte[]>> again = rig.records(rig.topics().failed()).stream()
                .filter(each -> each.headers().lastHeader("ce_replayname") != null)
                .toList();
        assertThat(again).isNotEmpty().allSatisfy(copy -> {
            ConsumerRecord<byte[], byte[]> original = before.stream()
                    .filter(each -> id(each).equals(id(copy)))
                    .findFirst()
                    .orElseThrow();
            List<Header> expected = new ArrayList<>(List.of(original.headers().toArray()));
            List<Header> headers = new ArrayList<>(List.of(copy.headers().toArray()));
            assertThat(headers.remove(headers.size() - 1).key()).isEqualTo("ce_replayname");
            assertThat(headers).isEqualTo(expected);
            assertThat(copy.key()).isEqualTo(original.key());
            assertThat(copy.value()).isEqualTo(original.value());
            assertThat(copy.partition()).isEqualTo(original.partition());
        });
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader("ce_id").value(), UTF_8);
    }

    @Test
    void completedEventsAreRepublishedAndThoseWhoseImagesAreGoneCounted() {
        rig.answerAll();
        Selection all = selection(T0, T0.plusSeconds(864_000_000));

        ReplayReport report = rig.execute(request("copies", Source.COMPLETED, Mode.REPUBLISH, all));

        assertThat(report.state()).isEqualTo(State.DONE);
        assertThat(report.events().sent())
                .isEqualTo(rig.records(rig.topics().completed()).size() / 2);
        assertThat(report.ages().imagesGone()).isZero();
    }

    @Test
    void aFailedTaskWhoseCreatedEventIsGoneIsMissingAndTheRestIsDone() {
        rig.answerAll();
        for (ConsumerRecord<byte[], byte[]> event :
                rig.records(rig.topics().failed()).subList(0, 1)) {
            ProducerRecord<byte[], byte[]> orphan =
                    new ProducerRecord<>(rig.topics().failed(), 0, event.key(), event.value(), event.headers());
            orphan.headers().remove("ce_causationid").add("ce_causationid", "unknown".getBytes(UTF_8));
            rig.send(orphan);
        }
        rig.flush();

        ReplayReport report = rig.execute(
                request("orphans", Source.FAILED, Mode.REPROCESS, selection(T0, T0.plusSeconds(864_000_000))));

        assertThat(report.state()).isEqualTo(State.PARTLY_DONE);
        assertThat(report.events().missing()).isEqualTo(1);
        assertThat(report.events().sent()).isEqualTo(report.events().selected()).isGreaterThan(70);
    }

    @Test
    void aLetterIsMendedAndSentOnceAndWhatIsStillBrokenIsLeft() {
        rig.answerAll();
        Selection letter = new Selection(null, null, Set.of(), Set.of(), List.of(new OffsetRange(0, 0, 0)), true);
        Selection all = selection(T0, T0.plusSeconds(864_000_000));

        ReplayReport still = rig.execute(request("all", Source.DLT, Mode.REPROCESS, all));
        assertThatThrownBy(() -> rig.execute(mended("mend", letter, "{]")))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("dead letter again");
        ReplayReport done = rig.execute(mended("mended", letter, "{\"taskId\":\"t-mended\"}"));
        ReplayReport twice = rig.execute(mended("mended", letter, "{\"taskId\":\"t-mended\"}"));

        assertThat(still.state()).as("what can be sent is").isEqualTo(State.DONE);
        assertThat(still.events().sent()).isZero();
        assertThat(still.unsent())
                .singleElement()
                .satisfies(each -> assertThat(each.why()).startsWith("it would become a dead letter again: "));
        assertThat(done.events().sent()).isEqualTo(1);
        assertThat(done.reasons()).containsEntry("not-json", 1L);
        assertThat(twice.events().sent()).isZero();
        assertThat(twice.events().sentInAllRuns()).isEqualTo(1);
        assertThat(rig.replayed("mended")).containsExactlyEntriesOf(Map.of("t-mended", 1));
        ConsumerRecord<byte[], byte[]> sent = rig.records(rig.topics().created()).stream()
                .filter(each -> each.headers().lastHeader("mps-bridge-origin-id") != null)
                .findFirst()
                .orElseThrow();
        assertThat(sent.partition()).isZero();
        assertThat(rig.lineage(sent).eventId()).isEqualTo(rig.topics().created() + "/0/100");
    }

    @Test
    void aNameThatSentNothingIsFreeAndOneThatSentIsNot() {
        rig.answerAll();
        Selection letter = new Selection(null, null, Set.of(), Set.of(), List.of(new OffsetRange(0, 0, 0)), true);
        ReplayRequest unchanged = request("one", Source.DLT, Mode.REPROCESS, letter);

        ReplayReport still = rig.execute(unchanged);
        ReplayReport done = rig.execute(mended("one", letter, "{\"taskId\":\"t-one\"}"));

        assertThat(still.state()).as("the letter that was named was not sent").isEqualTo(State.PARTLY_DONE);
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.events().sent()).isEqualTo(1);
        assertThat(rig.execute(mended("one", letter, "{\"taskId\":\"t-one\"}"))
                        .events()
                        .sent())
                .isZero();
        for (ReplayRequest other : List.of(unchanged, mended("one", letter, "{\"taskId\":\"t-two\"}"))) {
            assertThatThrownBy(() -> rig.execute(other))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("an earlier run of it (reason 'a test') sent 1 event")
                    .hasMessageContaining(rig.topics().deadLetter() + " 0:0");
        }
        assertThat(rig.replayed("one")).containsExactlyEntriesOf(Map.of("t-one", 1));
    }

    @Test
    void whatDidNotFitItsTopicIsSentByTheSameNameOnceTheTopicIsRaised() {
        byte[] large = ("{\"taskId\":\"t-large\",\"model\":\"" + "m".repeat(200) + "\"}").getBytes(UTF_8);
        rig.send(new ProducerRecord<>(
                rig.topics().created(), 0, T0.plusSeconds(20).toEpochMilli(), null, large));
        rig.flush();
        rig.limit(rig.topics().created(), 300);
        ReplayRequest request =
                request("large", Source.CREATED, Mode.REPROCESS, selection(T0.plusSeconds(10), T0.plusSeconds(30)));

        ReplayReport partly = rig.execute(request);
        rig.limit(rig.topics().created(), 1_000_000);
        ReplayReport rest = rig.execute(request);

        assertThat(partly.state()).isEqualTo(State.PARTLY_DONE);
        assertThat(partly.events().refused()).isEqualTo(1);
        assertThat(partly.unsent())
                .singleElement()
                .satisfies(each -> assertThat(each.why())
                        .contains("does not fit the topic " + rig.topics().created() + ", which takes 300"));
        assertThat(rest.state()).isEqualTo(State.DONE);
        assertThat(rest.events().sent()).isEqualTo(1);
        assertThat(rest.events().sentInAllRuns()).isEqualTo(21);
        assertThat(rig.replayed("large")).hasSize(21).doesNotContainValue(2);
    }

    @Test
    void aRecordThatIsNoLetterConcernsOnlyWhoAsksForIt() {
        rig.send(new ProducerRecord<>(rig.topics().deadLetter(), 0, null, null, "x".getBytes(UTF_8)));
        rig.flush();
        Selection all = new Selection(null, null, Set.of(), Set.of(), List.of(), false);
        Selection byCode = new Selection(null, null, Set.of(), Set.of("not-json"), List.of(), false);
        Selection byPlace = new Selection(null, null, Set.of(), Set.of(), List.of(new OffsetRange(0, 0, 0)), true);

        assertThat(rig.execute(request("all", Source.DLT, Mode.REPROCESS, all)).state())
                .isEqualTo(State.DONE);
        assertThat(rig.execute(request("code", Source.DLT, Mode.REPROCESS, byCode))
                        .state())
                .isEqualTo(State.DONE);
        assertThat(rig.execute(request("place", Source.DLT, Mode.REPROCESS, byPlace))
                        .state())
                .isEqualTo(State.PARTLY_DONE);
    }

    @Test
    void anAccountThatTheBridgeDoesNotKnowIsNotSentBackToIt() {
        rig.send(new ProducerRecord<>(
                rig.topics().created(),
                0,
                T0.plusSeconds(70).toEpochMilli(),
                null,
                "{\"taskId\":\"t-guest\",\"account\":\"guest\"}".getBytes(UTF_8)));
        rig.flush();
        ReplayRequest request =
                request("accounts", Source.CREATED, Mode.REPROCESS, selection(T0.plusSeconds(70), T0.plusSeconds(71)));

        try (Replay knowing = rig.replay(request, List.of("studio"));
                Replay unknowing = rig.replay(request, List.of())) {
            assertThat(knowing.preview(report -> {}).events().selected()).isEqualTo(1);
            assertThat(unknowing.preview(report -> {}).events().selected()).isEqualTo(2);
        }
    }

    @Test
    void tasksThatAreAskedForAndNotThereAreNamed() {
        Selection tasks =
                new Selection(T0, T0.plusSeconds(900), Set.of("t-7", "t-x", "t-y"), Set.of(), List.of(), false);
        ReplayRequest request = request("named", Source.CREATED, Mode.REPROCESS, tasks);

        ReplayReport preview = rig.preview(request);
        ReplayReport report = rig.execute(request);

        assertThat(preview.notFound()).containsExactly("t-x", "t-y");
        assertThat(report.notFound()).containsExactly("t-x", "t-y");
        assertThat(report.events().notFound()).isEqualTo(2);
        assertThat(report.state()).isEqualTo(State.PARTLY_DONE);
    }

    private static ReplayRequest mended(String name, Selection letter, String value) {
        return new ReplayRequest(
                name,
                "a test",
                Source.DLT,
                Mode.REPROCESS,
                letter,
                20,
                Long.MAX_VALUE,
                new RecordPatch(value.getBytes(UTF_8), Map.of()));
    }

    @Test
    void lettersAreListedWithWhatIsWrong() {
        rig.answerAll();
        List<DeadLetter> found = new ArrayList<>();
        try (DeadLetterReader letters = DeadLetterReader.open(rig.settings().kafka(), System::nanoTime)) {
            assertThat(letters.read(
                            new Selection(null, null, Set.of(), Set.of("internal-error"), List.of(), true),
                            9,
                            found::add))
                    .isZero();
            assertThat(letters.read(new Selection(null, null, Set.of(), Set.of(), List.of(), true), 9, found::add))
                    .isEqualTo(1);
        }

        assertThat(found).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("not-json");
            assertThat(letter.message()).contains("JSON");
            assertThat(letter.original().topic()).isEqualTo(rig.topics().created());
            assertThat(letter.original().offset()).isEqualTo(100);
            assertThat(letter.original().value()).isEqualTo("{".getBytes(UTF_8));
        });
    }
}
