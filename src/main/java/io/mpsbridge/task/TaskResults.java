package io.mpsbridge.task;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a task made, as the vendor gave it.
 *
 * @param values in the order of {@link TaskKind#results}; what the answer lacked is absent
 */
public record TaskResults(List<Value> values) {

    public TaskResults {
        values = List.copyOf(values);
    }

    /** How many files there are. */
    public int files() {
        return values.stream()
                .mapToInt(value -> value.fold(
                        urls -> urls.urls().size(), media -> media.files().size(), text -> 0))
                .sum();
    }

    /** The value of one field of a terminal event. */
    public sealed interface Value {
        /** The field's name in our events. */
        String name();

        /** Applies the function of the value's type. */
        <R> R fold(Function<Urls, R> urls, Function<Media, R> media, Function<Text, R> text);
    }

    /** Where files are. */
    public record Urls(String name, List<String> urls) implements Value {
        public Urls {
            urls = List.copyOf(urls);
        }

        @Override
        public <R> R fold(Function<Urls, R> ofUrls, Function<Media, R> ofMedia, Function<Text, R> ofText) {
            return ofUrls.apply(this);
        }
    }

    /** Where files are, and how long they play. */
    public record Media(String name, List<MediaFile> files) implements Value {
        public Media {
            files = List.copyOf(files);
        }

        @Override
        public <R> R fold(Function<Urls, R> ofUrls, Function<Media, R> ofMedia, Function<Text, R> ofText) {
            return ofMedia.apply(this);
        }
    }

    /** A property of the files. */
    public record Text(String name, String text) implements Value {
        @Override
        public <R> R fold(Function<Urls, R> ofUrls, Function<Media, R> ofMedia, Function<Text, R> ofText) {
            return ofText.apply(this);
        }
    }

    /**
     * A file that plays.
     *
     * @param duration in seconds, finite and not negative; null if unknown
     */
    public record MediaFile(String url, @Nullable Double duration) {}
}
