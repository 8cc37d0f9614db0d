package io.mpsbridge.replay;

import io.mpsbridge.clients.Records;
import io.mpsbridge.event.InboundRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Scans all windows of a replay once and passes the selected events to a sink. */
final class ReplayScan {

    private final Job job;
    private final PartitionReader reader;
    private final Sink sink;
    private final CountDownLatch stop;
    private final Consumer<ReplayReport> listener;
    private final ReplayCounters tally = new ReplayCounters();
    private final List<Unsent> unsent = new ArrayList<>();
    private long offsetsBefore;
    /** Offsets scanned, in all windows. */
    private long scanned;

    private boolean full;

    ReplayScan(Job job, PartitionReader reader, Sink sink, CountDownLatch stop, Consumer<ReplayReport> listener) {
        this.job = job;
        this.reader = reader;
        this.sink = sink;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * What to scan.
     *
     * @param resumed whether an earlier run has begun it
     * @param windows by partition, of all topics concerned
     */
    record Job(
            ReplayRequest request,
            WantedTasks tasks,
            WantedOffsets wanted,
            boolean resumed,
            SortedMap<TopicPartition, Checkpoint> windows) {
        long offsets() {
            return windows.values().stream()
                    .mapToLong(each -> each.end() - each.start())
                    .sum();
        }

        int notFound() {
            return tasks.unmetCount() + wanted.unmetCount();
        }
    }

    /** Handles each record of a topic; false ends the walk. */
    private interface Visitor {
        boolean visit(TopicPartition partition, InboundRecord record);

        default boolean reached(TopicPartition partition, long offset) {
            return true;
        }
    }

    /** Selects from the records of one topic. */
    ReplayReport run(String topic, Decision.Chooser chooser) {
        walk(topic, new Choosing(chooser));
        return report(ReplayReport.State.DONE, tally.skipped(Skip.MISSING));
    }

    /** Selects failed tasks by their terminal events, then finds their created events. */
    ReplayReport run(String failedTopic, TerminalChooser chooser, String createdTopic, FailedTasks failed) {
        walk(
                failedTopic,
                (partition, record) -> chooser.decide(record)
                        .fold(chosen -> failed.add(record), passed -> passOver(passed, partition, record.offset())));
        boolean complete = walk(createdTopic, new Choosing(failed));
        return report(ReplayReport.State.DONE, complete ? failed.missing() : 0);
    }

    private final class Choosing implements Visitor {
        private final Decision.Chooser chooser;

        Choosing(Decision.Chooser chooser) {
            this.chooser = chooser;
        }

        @Override
        public boolean visit(TopicPartition partition, InboundRecord record) {
            return chooser.decide(record)
                    .fold(
                            chosen -> take(chosen, partition, record.offset()),
                            passed -> passOver(passed, partition, record.offset()));
        }

        @Override
        public boolean reached(TopicPartition partition, long offset) {
            return sink.reached(partition, offset);
        }
    }

    private boolean passOver(Decision.Passed passed, TopicPartition partition, long offset) {
        tally.passed(passed.why());
        boolean letters = job.request().source() == Source.DLT;
        if (letters) {
            sink.passed(partition, offset);
        }
        if (letters && passed.problem() != null && unsent.size() < Unsent.MOST) {
            boolean fixable = passed.why() == Skip.UNREADABLE || passed.why() == Skip.MISSING;
            unsent.add(new Unsent(partition.topic(), partition.partition(), offset, passed.problem(), fixable));
        }
        return true;
    }

    /** False once the limit is reached or the sink is stopped. */
    private boolean take(Decision.Chosen chosen, TopicPartition partition, long offset) {
        if (tally.chosen == job.request().limit()) {
            full = true;
            sink.reached(partition, offset);
            return false;
        }
        tally.chosen(chosen, partition.partition());
        return sink.add(chosen, partition, offset);
    }

    /** False if it ended before everything was scanned. */
    private boolean walk(String topic, Visitor visitor) {
        for (Map.Entry<TopicPartition, Checkpoint> each : job.windows().entrySet()) {
            if (each.getKey().topic().equals(topic) && !walk(each.getKey(), each.getValue(), visitor)) {
                return false;
            }
        }
        return true;
    }

    private boolean walk(TopicPartition partition, Checkpoint window, Visitor visitor) {
        reader.begin(partition, window.start(), window.end(), window.next());
        job.wanted().sent(partition, window.offsets());
        while (!reader.isDone()) {
            if (stop.getCount() == 0) {
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> record : reader.next()) {
                tally.read();
                job.wanted().met(partition, record.offset());
                scanned = offsetsBefore + record.offset() + 1 - window.start();
                if (!visitor.visit(partition, Records.inbound(record))) {
                    return false;
                }
            }
            if (!visitor.reached(partition, reader.position())) {
                return false;
            }
            scanned = offsetsBefore + reader.position() - window.start();
            listener.accept(report(ReplayReport.State.RUNNING, 0, scanned));
        }
        offsetsBefore += window.end() - window.start();
        scanned = offsetsBefore;
        return true;
    }

    private ReplayReport report(ReplayReport.State end, long missing) {
        boolean complete = full || offsetsBefore == job.offsets();
        long offsets = complete ? job.offsets() : offsetsBefore;
        if (!complete) {
            return report(ReplayReport.State.STOPPED, 0, offsets);
        }
        if (sink instanceof Sink.DryRunSink) {
            return report(ReplayReport.State.DRY_RUN, missing, offsets);
        }
        boolean allSent = missing == 0
                && notFound() == 0
                && reader.gone() == 0
                && tally.skipped(Skip.SENT_BEFORE) == 0
                && tally.chosen <= sink.sent()
                && stillBroken() == 0;
        return report(allSent ? end : ReplayReport.State.PARTLY_DONE, missing, offsets);
    }

    private static <K extends Comparable<K>> Map<K, Long> sorted(Map<K, Long> counts) {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Letters that were asked for by place or code and cannot be sent; without either, what can be sent is. */
    private long stillBroken() {
        Selection selection = job.request().selection();
        if (job.request().source() != Source.DLT || !selection.namesLetters()) {
            return 0;
        }
        return tally.skipped(Skip.UNREADABLE) + (selection.reasons().isEmpty() ? tally.skipped(Skip.FOREIGN) : 0);
    }

    /** Unknown until everything has been scanned. */
    private int notFound() {
        return full ? 0 : job.notFound();
    }

    private List<Unsent> unsent() {
        return Stream.concat(sink.refused().stream(), unsent.stream())
                .limit(Unsent.MOST)
                .toList();
    }

    private ReplayReport report(ReplayReport.State state, long missing, long offsetsDone) {
        ReplayRequest request = job.request();
        boolean over = state == ReplayReport.State.DONE || state == ReplayReport.State.PARTLY_DONE;
        boolean wholly = (over || state == ReplayReport.State.DRY_RUN) && !full;
        long left = Math.max(0, tally.chosen - sink.sent());
        return new ReplayReport(
                request.name(),
                request.reason(),
                request.source(),
                request.mode(),
                state,
                job.resumed(),
                new ReplayReport.Offsets(offsetsDone, job.offsets()),
                new ReplayReport.Events(
                        tally.read,
                        tally.chosen,
                        sink.sent() - sink.sentBefore(),
                        sink.sent(),
                        over ? left : 0,
                        missing,
                        wholly ? job.notFound() : 0,
                        reader.gone()),
                sorted(tally.chosenByPartition),
                sorted(tally.chosenByReason),
                sorted(tally.skipped),
                unsent(),
                wholly ? job.tasks().unmet() : List.of(),
                wholly ? job.wanted().unmet() : List.of(),
                new ReplayReport.Ages(tally.imagesGone, tally.tooOld),
                over ? 0 : secondsLeft());
    }

    /**
     * Exact once everything is scanned. Until then it takes the records that are left to be like those before them;
     * what earlier runs have sent is scanned again, but not sent again.
     */
    private long secondsLeft() {
        ReplayRequest request = job.request();
        boolean whole = full || scanned == job.offsets();
        double all = whole || scanned == 0 ? tally.chosen : (double) tally.chosen * job.offsets() / scanned;
        double left = Math.min(all, (double) request.limit()) - sink.sent();
        return Math.max(0, (long) Math.ceil(left / request.perSecond()));
    }
}
