package io.mpsbridge.task;

import io.mpsbridge.task.ResultField.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task makes. Everything in which the vendor's sibling actions differ stands here, so that another kind is one
 * constant, its part of the schemas, an example and a test. Source: the vendor's pages of the three actions.
 */
public enum TaskKind {
    IMAGE(
            "image",
            "DescribeAigcImageTask",
            Duration.ofHours(12),
            List.of(new ResultField("imageUrls", "ImageUrls", Shape.URLS))),
    VIDEO(
            "video",
            "DescribeAigcVideoTask",
            Duration.ofHours(12),
            List.of(
                    new ResultField("videoUrls", "VideoUrls", Shape.URLS),
                    new ResultField("resolution", "Resolution", Shape.TEXT))),
    /** The vendor does not say how long it keeps results of this kind. */
    AUDIO(
            "audio",
            "DescribeAigcAudioTask",
            null,
            List.of(
                    new ResultField("audioInfos", "AudioInfos", Shape.MEDIA),
                    new ResultField("videoInfos", "VideoInfos", Shape.MEDIA)));

    private final String label;
    private final String action;
    private final @Nullable Duration retention;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<ResultField> results;

    TaskKind(String label, String action, @Nullable Duration retention, List<ResultField> results) {
        this.label = label;
        this.action = action;
        this.retention = retention;
        this.results = results;
    }

    /** The kind of this label, as events spell it. */
    public static Optional<TaskKind> named(String label) {
        return Stream.of(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    /** All labels, for people. */
    public static String labels() {
        return Stream.of(values()).map(TaskKind::label).collect(Collectors.joining(", "));
    }

    /** The field {@code kind} of events, and the label of metrics. */
    public String label() {
        return label;
    }

    /** The vendor's action that tells about such a task. */
    public String action() {
        return action;
    }

    /** How long the vendor keeps the results, from the task's end on; null if it does not say. */
    public @Nullable Duration retention() {
        return retention;
    }

    /** What the action answers for a task that is DONE. */
    public List<ResultField> results() {
        return results;
    }
}
