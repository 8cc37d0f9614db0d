package io.mpsbridge.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of transactions that brokers did not write, by what they logged. A broker that finds no leader for a
 * partition takes it for deleted and skips the marker there. Either no reader passes that transaction from then on, or
 * it ends with the next one of the same producer: what was given up is then committed, or what was committed, the
 * offsets with it, is then aborted.
 */
record SkippedMarkers(List<Skip> skips) {
    private static final Pattern LINE = Pattern.compile(
            "(\\S+Z) .*Couldn't find leader endpoint for partitions \\w+\\((.*)\\) while trying to send transaction markers"
                    + " for (\\S+), these partitions are likely deleted already.*");
    /** A transaction is no older than its time-out and the broker's absence. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

    /** One partition's marker. */
    record Skip(Instant at, String partition, String transactionalId) {}

    SkippedMarkers {
        skips = List.copyOf(skips);
    }

    /** Reads the logs of all brokers. */
    static SkippedMarkers in(List<Path> logs) {
        var skips = new ArrayList<Skip>();
        for (var log : logs) {
            try (var lines = Files.lines(log)) {
                lines.flatMap(SkippedMarkers::in).forEach(skips::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new SkippedMarkers(skips);
    }

    static Stream<Skip> in(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Stream.of(matcher.group(2).split(", ", -1))
                        .map(partition -> new Skip(Instant.parse(matcher.group(1)), partition, matcher.group(3)))
                : Stream.of();
    }

    /** Whether a transaction stays open there for good. */
    boolean explainsHanging(TopicPartition partition) {
        return skips.stream().anyMatch(skip -> skip.partition().equals(partition.toString()));
    }

    /** Whether one of them was written in a transaction whose end was skipped soon after. */
    boolean explain(List<AnswerLedger.Answer> answers) {
        return answers.stream().anyMatch(answer -> skips.stream().anyMatch(skip -> explains(skip, answer)));
    }

    private static boolean explains(Skip skip, AnswerLedger.Answer answer) {
        return skip.partition().equals(answer.partition().toString())
                && !answer.written().isAfter(skip.at())
                && answer.written().isAfter(skip.at().minus(LONGEST_TRANSACTION));
    }
}
