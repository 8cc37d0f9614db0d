package io.mpsbridge.cli;

import io.mpsbridge.replay.ReplayReport;
import io.mpsbridge.replay.Skip;
import io.mpsbridge.replay.Source;
import io.mpsbridge.replay.Unsent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Prints a replay's report as a table. */
final class ReplaySummary {

    private final ReplayReport report;

    ReplaySummary(ReplayReport report) {
        this.report = report;
    }

    void print(PrintWriter out) {
        ReplayReport.Events events = report.events();
        Table table = new Table("replay " + report.name(), words(report.state()));
        table.row("what", words(report.mode()) + " of source " + words(report.source()));
        table.row("reason", report.reason());
        table.row("read", events.read() + " records");
        table.row("selected", events.selected() + " events");
        report.partitions().forEach((partition, count) -> table.row("  partition " + partition, count));
        report.reasons().forEach((reason, count) -> table.row("  " + reason, count));
        report.skipped().forEach((why, count) -> table.row("skipped", count + " " + words(why)));
        table.row("sent", sent(events));
        report.unsent().forEach(each -> table.row("not sent", place(each) + ": " + each.why()));
        report.notFound().forEach(id -> table.row("not found", "task id " + id));
        String place = report.source() == Source.DLT ? "letter " : "record ";
        report.offsetsNotFound().forEach(offset -> table.row("not found", place + offset));
        int told = report.notFound().size() + report.offsetsNotFound().size();
        warn(table, events.notFound() - told, "more were not found");
        warn(table, events.refused(), "too large for the topic; the same command sends them once it takes them");
        warn(table, events.missing(), "without a created event: the topic no longer holds it");
        warn(table, events.gone(), "offsets deleted by the topic's retention before they were read");
        warn(
                table,
                report.skipped().getOrDefault(Skip.SENT_BEFORE, 0L),
                "sent by an earlier run of this name whose progress the brokers have forgotten: there may be duplicates");
        warn(
                table,
                report.ages().imagesGone(),
                "of those selected: the 12 hours for which MPS keeps images may be over");
        warn(
                table,
                report.ages().tasksTooOld(),
                "of those selected: older than bridge.max-task-age, so the bridge answers RESULT_EXPIRED");
        if (report.secondsLeft() > 0) {
            table.row("takes", time(Duration.ofSeconds(report.secondsLeft())) + " at this rate");
        }
        table.print(out);
        repair(out);
    }

    /** A letter as {@code dlt show} takes it; a record with its topic. */
    private String place(Unsent unsent) {
        return report.source() == Source.DLT
                ? "letter " + unsent.partition() + ":" + unsent.offset()
                : unsent.topic() + "/" + unsent.partition() + "/" + unsent.offset();
    }

    private String sent(ReplayReport.Events events) {
        if (!report.resumed()) {
            return String.valueOf(events.sent());
        }
        boolean nothingLeft = report.state() == ReplayReport.State.DONE && events.sent() == 0;
        return events.sent() + " now, " + events.sentInAllRuns() + " in all runs of this name"
                + (nothingLeft ? "; to send them again, use another --name" : "");
    }

    /** The commands that fix the first letter that was not sent. */
    private void repair(PrintWriter out) {
        Optional<Unsent> fixable =
                report.unsent().stream().filter(Unsent::fixable).findFirst();
        if (fixable.isEmpty()) {
            return;
        }
        Unsent first = fixable.get();
        String letter = first.partition() + ":" + first.offset();
        out.println("To fix a letter, such as " + letter + ", write its value to a file, correct it, and send it:");
        out.println("  " + Invocation.command("dlt show " + letter + " --value-to letter.json"));
        out.println("  "
                + Invocation.command("dlt redrive " + letter + " --value-file letter.json --reason '…' --execute"));
    }

    private static String time(Duration duration) {
        return duration.toMinutes() == 0
                ? duration.toSeconds() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min " + duration.toSecondsPart() + " s";
    }

    private static void warn(Table table, long count, String what) {
        if (count > 0) {
            table.row("NOTE", count + " " + what);
        }
    }

    private String words(Enum<?> value) {
        if (value == Skip.REPLAYED && report.source() != Source.DLT) {
            return "replays themselves (--include-replayed sends them)";
        }
        if (value == Skip.FOREIGN) {
            return "not dead letters of this bridge's created topic";
        }
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
