package io.mpsbridge.event;

import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.TaskResults;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random outcomes of every kind. */
final class ArbitraryOutcomes {
    private ArbitraryOutcomes() {}

    static Arbitrary<TaskOutcome> any() {
        Arbitrary<TaskCreated> tasks = tasks();
        return Arbitraries.oneOf(completed(tasks), failed(tasks));
    }

    private static Arbitrary<TaskOutcome> completed(Arbitrary<TaskCreated> tasks) {
        return tasks.flatMap(task -> Combinators.combine(
                        results(task.scope().kind()),
                        texts().injectNull(0.3),
                        moments().injectNull(0.3),
                        moments(),
                        Arbitraries.integers().greaterOrEqual(0))
                .as((results, requestId, unfinished, detected, polls) ->
                        new TaskOutcome.Completed(task, results, requestId, unfinished, detected, polls)));
    }

    private static Arbitrary<TaskResults> results(TaskKind kind) {
        return switch (kind) {
            case IMAGE -> urls("imageUrls").map(images -> new TaskResults(List.of(images)));
            case VIDEO ->
                Combinators.combine(urls("videoUrls"), texts().list().ofMaxSize(1))
                        .as((videos, resolutions) -> new TaskResults(Stream.concat(
                                        Stream.of(videos),
                                        resolutions.stream().map(text -> new TaskResults.Text("resolution", text)))
                                .toList()));
            case AUDIO ->
                Combinators.combine(media("audioInfos"), media("videoInfos"), Arbitraries.of(1, 2, 3))
                        .as((audio, video, which) -> new TaskResults(
                                which == 1 ? List.of(audio) : which == 2 ? List.of(video) : List.of(audio, video)));
        };
    }

    private static Arbitrary<TaskResults.Value> urls(String name) {
        return texts().list().ofMinSize(1).ofMaxSize(4).map(urls -> new TaskResults.Urls(name, urls));
    }

    private static Arbitrary<TaskResults.Value> media(String name) {
        Arbitrary<TaskResults.MediaFile> files = Combinators.combine(
                        texts(), Arbitraries.doubles().greaterOrEqual(0).injectNull(0.3))
                .as(TaskResults.MediaFile::new);
        return files.list().ofMinSize(1).ofMaxSize(4).map(all -> new TaskResults.Media(name, all));
    }

    private static Arbitrary<QuotaScope> scopes() {
        return Combinators.combine(Arbitraries.of("brand-a", "b").injectNull(0.5), Arbitraries.of(TaskKind.class))
                .as(QuotaScope::new);
    }

    private static Arbitrary<TaskOutcome> failed(Arbitrary<TaskCreated> tasks) {
        return Combinators.combine(
                        tasks,
                        Arbitraries.of(FailureReason.class),
                        texts(),
                        texts().injectNull(0.5),
                        texts().injectNull(0.3),
                        moments().injectNull(0.3),
                        moments(),
                        Arbitraries.integers().greaterOrEqual(0))
                .as(TaskOutcome.Failed::new);
    }

    private static Arbitrary<TaskCreated> tasks() {
        Arbitrary<EventContext> lineages = Combinators.combine(
                        plain(), plain(), plain().injectNull(0.3), plain().injectNull(0.5))
                .as((source, id, correlation, replay) ->
                        new EventContext(source, id, 0, 0, null, null, null, correlation, replay));
        return Combinators.combine(
                        plain(),
                        scopes(),
                        plain().injectNull(0.3),
                        moments().injectNull(0.3),
                        Arbitraries.of("{}", "{ \"a\" : [1.0, null] }", "{\"ä\":{\"b\":\"\\u0000\"}}")
                                .injectNull(0.3),
                        moments(),
                        lineages)
                .as((id, scope, model, submitted, metadata, recorded, lineage) ->
                        new TaskCreated(id, scope, model, submitted, null, metadata, recorded, recorded, lineage));
    }

    private static Arbitrary<String> plain() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars("ä任😀")
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(Texts::isPlain);
    }

    /** What a vendor may say: anything, half surrogate pairs included. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(40);
    }

    private static Arbitrary<Instant> moments() {
        return Arbitraries.longs()
                .between(0, 4_102_444_800_000_000L)
                .map(micros -> Instant.EPOCH.plusNanos(micros * 1000));
    }
}
