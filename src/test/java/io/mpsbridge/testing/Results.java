package io.mpsbridge.testing;

import io.mpsbridge.task.TaskResults;
import java.util.List;
import java.util.stream.Stream;

/** What tasks made. */
public final class Results {

    private Results() {}

    /** Images at these URLs. */
    public static TaskResults images(List<String> urls) {
        return new TaskResults(List.of(new TaskResults.Urls("imageUrls", urls)));
    }

    /** Images at these URLs. */
    public static TaskResults images(String... urls) {
        return images(List.of(urls));
    }

    /** All URLs of these results. */
    public static List<String> urls(TaskResults results) {
        return results.values().stream()
                .flatMap(value -> value.fold(
                        urls -> urls.urls().stream(),
                        media -> media.files().stream().map(TaskResults.MediaFile::url),
                        text -> Stream.<String>empty()))
                .toList();
    }
}
