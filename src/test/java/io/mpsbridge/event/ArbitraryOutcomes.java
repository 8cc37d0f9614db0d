package io.mpsbridge.event;

import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import java.time.Instant;
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
        return Combinators.combine(
                        tasks,
                        texts().list().ofMinSize(1).ofMaxSize(4),
                        texts().injectNull(0.3),
                        moments().injectNull(0.3),
                        moments(),
                        Arbitraries.integers().greaterOrEqual(0))
                .as(TaskOutcome.Completed::new);
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
                        plain().injectNull(0.3),
                        moments().injectNull(0.3),
                        Arbitraries.of("{}", "{ \"a\" : [1.0, null] }", "{\"ä\":{\"b\":\"\\u0000\"}}")
                                .injectNull(0.3),
                        moments(),
                        lineages)
                .as((id, model, submitted, metadata, recorded, lineage) ->
                        new TaskCreated(id, model, submitted, null, metadata, recorded, recorded, lineage));
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
