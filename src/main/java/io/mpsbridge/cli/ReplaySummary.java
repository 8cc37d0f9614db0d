package io.mpsbridge.cli;

import io.mpsbridge.replay.ReplayReport;
import io.mpsbridge.replay.Skip;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

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
        table.row("sent", events.sent() + (report.resumed() ? ", earlier runs included" : ""));
        warn(table, events.refused(), "too large for the topic: raise its max.message.bytes");
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

    private static String words(Enum<?> value) {
        return value == Skip.REPLAYED
                ? "replays themselves (--include-replayed sends them)"
                : value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
