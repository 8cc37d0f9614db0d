package io.mpsbridge.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A kind of task: its two actions, and the fields of the answer about a task that is DONE. */
public enum Kind {
    /** One to four images. */
    IMAGE("Image", "ImageUrls") {
        @Override
        void addResults(ObjectNode answer, long hash, boolean dubbing) {
            ArrayNode urls = answer.putArray(field());
            for (int number = 0; number <= (hash & 3); number++) {
                urls.add(url(hash, number + ".png"));
            }
        }
    },
    /** One or two videos of one resolution. */
    VIDEO("Video", "VideoUrls") {
        @Override
        void addResults(ObjectNode answer, long hash, boolean dubbing) {
            ArrayNode urls = answer.putArray(field());
            for (int number = 0; number <= (hash & 1); number++) {
                urls.add(url(hash, number + ".mp4"));
            }
            answer.put("Resolution", "1080*720");
        }
    },
    /** One sound with its length in seconds, and the dubbed video if it was made for one. */
    AUDIO("Audio", "AudioInfos") {
        @Override
        void addResults(ObjectNode answer, long hash, boolean dubbing) {
            long seconds = 5 + (hash & 31);
            addInfo(answer.putArray(field()), url(hash, "0.mp3"), seconds);
            if (dubbing) {
                addInfo(answer.putArray("VideoInfos"), url(hash, "0.mp4"), seconds);
            }
        }
    };

    private final String word;
    private final String field;
    private final String describeAction;
    private final String createAction;

    Kind(String word, String field) {
        this.word = word;
        this.field = field;
        this.describeAction = "DescribeAigc" + word + "Task";
        this.createAction = "CreateAigc" + word + "Task";
    }

    /** The action that asks about a task. */
    public String describeAction() {
        return describeAction;
    }

    static Optional<Kind> describedBy(String action) {
        return find(kind -> kind.describeAction.equals(action));
    }

    static Optional<Kind> createdBy(String action) {
        return find(kind -> kind.createAction.equals(action));
    }

    /** The kind of that name, such as {@code image}. */
    static Optional<Kind> named(String name) {
        return find(kind -> kind.toString().equals(name));
    }

    /** What each of them is called, separated by commas. */
    static String all(Function<Kind, String> called) {
        return Arrays.stream(values()).map(called).collect(Collectors.joining(", "));
    }

    /** The field of an answer that every task which is DONE has. */
    String field() {
        return field;
    }

    /** Begins the ids of created tasks. */
    String idPrefix() {
        return "4-Aigc" + word + "-";
    }

    /**
     * The result fields of an answer about a task that is DONE.
     *
     * @param dubbing whether the task gave a video its sound; kinds that do not dub ignore it
     */
    final ObjectNode results(long hash, boolean dubbing) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        addResults(answer, hash, dubbing);
        return answer;
    }

    abstract void addResults(ObjectNode answer, long hash, boolean dubbing);

    /** {@code .invalid} never resolves. */
    final String url(long hash, String file) {
        return "https://%ss.mps-simulator.invalid/%016x-%s".formatted(this, hash, file);
    }

    private static Optional<Kind> find(Predicate<Kind> wanted) {
        return Arrays.stream(values()).filter(wanted).findFirst();
    }

    private static void addInfo(ArrayNode infos, String url, long seconds) {
        infos.addObject().put("Url", url).put("Duration", seconds);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
