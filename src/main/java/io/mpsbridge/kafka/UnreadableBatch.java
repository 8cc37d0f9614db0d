package io.mpsbridge.kafka;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;

/** Interprets the client's errors about a batch that it cannot decode. */
final class UnreadableBatch {

    private static final int DEEPEST = 20;
    private static final String SNAPPY = "org.xerial.snappy.";

    private UnreadableBatch() {}

    /** The partition that the failure names, if it names exactly one of these. */
    static Optional<AssignedPartition> partition(Throwable failure, AssignedPartitions assigned) {
        if (failure instanceof RecordDeserializationException typed) {
            return Optional.ofNullable(assigned.of(typed.topicPartition()));
        }
        String message = String.valueOf(failure.getMessage());
        List<AssignedPartition> named = assigned.begun().stream()
                .filter(partition -> names(message, partition.topicPartition()))
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** A topic's name may end in a hyphen and digits, and be the suffix of another's. */
    private static boolean names(String message, TopicPartition topicPartition) {
        return Pattern.compile("(?<![A-Za-z0-9._-])" + Pattern.quote(topicPartition.toString()) + "(?![0-9A-Za-z_-])")
                .matcher(message)
                .find();
    }

    /** The root cause and the remedy, for operators. */
    static String reason(Throwable failure, long offset) {
        Throwable root = failure;
        boolean library = isLibrary(failure);
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
            library |= isLibrary(root);
        }
        return "what stands at offset " + offset + " cannot be read: "
                + root.getClass().getName() + ": " + root.getMessage() + ". "
                + (library
                        ? "The library of its compression cannot be loaded: give the process a directory for temporary"
                                + " files that allows execution (-Djava.io.tmpdir=<directory>) and start it again"
                        : "It is tried again every 30 s. If no replica of the partition holds it undamaged, give those"
                                + " records up: stop all replicas and set the group's offset behind them with"
                                + " kafka-consumer-groups --reset-offsets --to-offset");
    }

    private static boolean isLibrary(Throwable failure) {
        return failure instanceof LinkageError || failure.getClass().getName().startsWith(SNAPPY);
    }
}
