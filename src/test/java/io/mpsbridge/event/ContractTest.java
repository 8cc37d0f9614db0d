package io.mpsbridge.event;

import static io.mpsbridge.event.JsonSchemas.errors;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.TaskOutcome;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Today's program and the schemas of today and of every release agree. */
class ContractTest {
    private static final List<Schema> COMPLETED = Golden.schemasOfAllTimes(Schemas.TASK_COMPLETED);
    /** Of created events, since the oldest release. */
    private static final List<String> NEW_FIELDS = List.of("kind", "account");

    private static final List<Schema> FAILED = Golden.schemasOfAllTimes(Schemas.TASK_FAILED);
    private static final List<Schema> CREATED = Golden.schemasOfAllTimes(Schemas.TASK_CREATED);

    @Property(tries = 150)
    void whatIsWrittenSatisfiesTheSchemasOfTodayAndOfEveryRelease(@ForAll("outcomes") TaskOutcome outcome) {
        OutboundRecord record = EventFixtures.ENCODER.encode(outcome);
        List<Schema> ofAllTimes = outcome instanceof TaskOutcome.Completed ? COMPLETED : FAILED;
        // Whoever knows images alone gets images alone: other kinds are only answered where they are sent.
        boolean isImage = outcome.task().scope().kind() == TaskKind.IMAGE;

        assertThat(ofAllTimes).hasSizeGreaterThan(1);
        assertThat(isImage ? ofAllTimes : ofAllTimes.subList(0, 1))
                .allSatisfy(schema -> assertThat(errors(schema, new String(record.value(), UTF_8)))
                        .isEmpty());
    }

    @Property(tries = 150)
    void whatTheSchemaOfTodayOrOfAnyReleaseAllowsIsReadAndWhatTodaysForbidsIsRejected(@ForAll("data") String json) {
        boolean forbidden = !errors(CREATED.get(0), json).isEmpty();
        boolean everAllowed =
                CREATED.stream().anyMatch(schema -> errors(schema, json).isEmpty());

        assertThat(forbidsWhatIsNotNew(json) && everAllowed)
                .as("a schema was tightened: %s", json)
                .isFalse();
        assertThat(EventFixtures.DECODER.decode(EventFixtures.bare(json)))
                .as(json)
                .isInstanceOf(forbidden ? Decoded.Unreadable.class : Decoded.Task.class);
    }

    /** Fields that a release did not know were ignored whatever they held: today's rules for them cannot count. */
    private static boolean forbidsWhatIsNotNew(String json) {
        ObjectNode known = (ObjectNode) JsonSchemas.tree(json);
        return !errors(CREATED.get(0), known.without(NEW_FIELDS).toString()).isEmpty();
    }

    @Provide
    Arbitrary<TaskOutcome> outcomes() {
        return ArbitraryOutcomes.any();
    }

    @Provide
    Arbitrary<String> data() {
        Arbitrary<String> taskId = member(
                "taskId",
                "\"t\"",
                "\"任务\"",
                "\"" + "x".repeat(256) + "\"",
                "\"" + "x".repeat(257) + "\"",
                "\"\"",
                "\"a b\"",
                "1");
        Arbitrary<String> kind = member("kind", "\"image\"", "\"video\"", "\"audio\"", "null", "\"song\"", "\"\"", "1");
        Arbitrary<String> account = member("account", "\"brand-a\"", "null", "\"\"", "\"b \"", "\"-b\"", "7");
        Arbitrary<String> model = member("model", "\"GEM\"", "\"\"", "null", "\"" + "x".repeat(257) + "\"", "true");
        Arbitrary<String> submitted = member(
                "submittedAt", "\"2026-11-23T10:00:00Z\"", "\"2026-11-23T10:00:00.123+08:00\"", "null", "\"x\"", "5");
        Arbitrary<String> deadline = member("deadline", "\"2026-11-23T10:00:00Z\"", "null", "\"2026-11-23\"", "[]");
        Arbitrary<String> metadata = member("metadata", "{}", "{\"a\":[null]}", "null", "[]", "\"{}\"");
        Arbitrary<String> other = member("other", "1", "{\"taskId\":2}", "null");
        return Combinators.combine(taskId, kind, account, model, submitted, deadline, metadata, other)
                .as((a, b, c, d, e, f, g, h) -> "{" + String.join(",", a, b, c, d, e, f, g, h) + "}");
    }

    /** The first value mostly, so that whole events are not rare; an unknown member where this one is left out. */
    private static Arbitrary<String> member(String name, String usual, String... others) {
        Arbitrary<String> present = Arbitraries.of(others).map(value -> "\"" + name + "\":" + value);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.just("\"" + name + "\":" + usual)),
                net.jqwik.api.Tuple.of(2, present),
                net.jqwik.api.Tuple.of(1, Arbitraries.just("\"without-" + name + "\":0")));
    }
}
