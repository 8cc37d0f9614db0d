package io.mpsbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each kind of task answers, and that a task is of one kind. */
class KindsTest {

    private static final String NOT_FOUND = "FailedOperation.TaskNotFound";

    private final HandClock clock = new HandClock();
    private final Simulator simulator = Simulator.start(
            SimulatorSettings.of(Caller.ACCOUNT)
                    .withRateLimit(0)
                    .withWorkload(Workload.DEFAULT.withDurations("fixed:10s").withWaitShare(0.3)),
            clock,
            clock::nanos);
    private final Caller caller = new Caller(simulator, clock);

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({"IMAGE, Image, ImageUrls", "VIDEO, Video, VideoUrls", "AUDIO, Audio, AudioInfos"})
    void aCreatedTaskWaitsRunsAndIsDoneAndOnlyThenHasResults(Kind kind, String word, String field) {
        Caller asker = caller.about(kind);
        String id = create(word);
        assertThat(id).startsWith("4-Aigc" + word + "-");
        assertThat(asker.status(id)).isEqualTo("WAIT");
        clock.advance(Duration.ofSeconds(3));
        assertThat(asker.status(id)).isEqualTo("RUN");
        assertThat(asker.describe(id).has(field)).isFalse();

        clock.advance(Duration.ofSeconds(7));

        JsonNode done = asker.describe(id);
        assertThat(done.path("Status").asText()).isEqualTo("DONE");
        assertThat(done.path("Message").asText()).isEqualTo("ok");
        assertThat(done.path(field)).isNotEmpty();
        assertThat(asker.describe(id).path(field)).isEqualTo(done.path(field));
    }

    @Test
    void eachKindHasTheFieldsOfItsResultsAndNoOthers() {
        Map<Kind, List<String>> fields = Map.of(
                Kind.IMAGE, List.of("Status", "ImageUrls", "Message", "RequestId"),
                Kind.VIDEO, List.of("Status", "VideoUrls", "Resolution", "Message", "RequestId"),
                Kind.AUDIO, List.of("Status", "AudioInfos", "Message", "RequestId"));

        fields.forEach((kind, names) -> assertThat(caller.about(kind)
                        .describe("sim-" + kind + ";for=0s;end=done;dub=no")
                        .fieldNames())
                .toIterable()
                .containsExactlyElementsOf(names));
    }

    @Test
    void aVideoHasOneOrTwoAddressesAndAResolution() {
        List<JsonNode> answers = IntStream.range(0, 40)
                .mapToObj(i -> caller.about(Kind.VIDEO).describe("sim-" + i + ";for=0s;end=done"))
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.path("Resolution").asText()).isEqualTo("1080*720");
            assertThat(answer.path("VideoUrls"))
                    .allMatch(url ->
                            url.asText().startsWith("https://") && url.asText().endsWith(".mp4"));
        });
        assertThat(answers)
                .extracting(answer -> answer.path("VideoUrls").size())
                .containsOnly(1, 2);
    }

    @Test
    void aSoundHasAnAddressAndALengthAndSoHasTheVideoThatItDubs() {
        JsonNode plain = caller.about(Kind.AUDIO).describe("sim-a;for=0s;end=done;dub=no");
        JsonNode dubbed = caller.about(Kind.AUDIO).describe("sim-b;for=0s;end=done;dub=yes");

        assertThat(plain.path("AudioInfos")).hasSize(1).allSatisfy(info -> {
            assertThat(info.path("Url").asText()).startsWith("https://").endsWith(".mp3");
            assertThat(info.path("Duration").isIntegralNumber()).isTrue();
            assertThat(info.path("Duration").asLong()).isPositive();
        });
        assertThat(plain.has("VideoInfos")).isFalse();
        assertThat(dubbed.path("AudioInfos")).hasSize(1);
        assertThat(dubbed.path("VideoInfos")).hasSize(1).allSatisfy(info -> {
            assertThat(info.path("Url").asText()).startsWith("https://").endsWith(".mp4");
            assertThat(info.path("Duration").asLong()).isPositive();
        });
        assertThat(caller.about(Kind.AUDIO).code("sim-c;dub=perhaps")).isEqualTo("InvalidParameterValue");
    }

    @Test
    void oneInFourAudioTasksDubsAVideoWhereTheIdDoesNotSay() {
        long dubbed = IntStream.range(0, 400)
                .filter(i -> caller.about(Kind.AUDIO)
                        .describe("sim-" + i + ";for=0s;end=done")
                        .has("VideoInfos"))
                .count();

        assertThat(dubbed).isBetween(70L, 130L);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFailedTaskSaysOfWhichKindItIs(Kind kind) {
        JsonNode failed = caller.about(kind).describe("sim-a;for=0s;end=fail");

        assertThat(failed.path("Status").asText()).isEqualTo("FAIL");
        assertThat(failed.path("Message").asText()).isEqualTo("The " + kind + " could not be generated.");
        assertThat(failed.fieldNames()).toIterable().containsExactly("Status", "Message", "RequestId");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCreatedTaskIsNotFoundByTheActionsOfOtherKinds(Kind kind) {
        simulator.create(new AccountAction("default", kind), "x", HandClock.START, Duration.ZERO, Ending.DONE);

        for (Kind asked : Kind.values()) {
            assertThat(caller.about(asked).code("x")).isEqualTo(asked == kind ? "none" : NOT_FOUND);
        }
        assertThat(simulator.tasks(0, 1).get(0).polls()).isEqualTo(1);
    }

    @Test
    void aTaskThatNobodyCreatedIsOfTheKindThatIsAskedForFirst() {
        assertThat(caller.about(Kind.VIDEO).status("sim-a")).isEqualTo("WAIT");

        assertThat(caller.about(Kind.IMAGE).code("sim-a")).isEqualTo(NOT_FOUND);
        assertThat(caller.about(Kind.AUDIO).code("sim-a")).isEqualTo(NOT_FOUND);
        assertThat(caller.about(Kind.VIDEO).status("sim-a")).isEqualTo("WAIT");
        assertThat(simulator.tasks(0, 1).get(0).action()).isEqualTo("DescribeAigcVideoTask");
    }

    @ParameterizedTest
    @CsvSource({"IMAGE, ImageUrls", "VIDEO, VideoUrls", "AUDIO, AudioInfos"})
    void troubleComesInTheFormOfTheKind(Kind kind, String field) {
        Caller asker = caller.about(kind);
        for (int i = 0; i < 50; i++) {
            clock.advance(Duration.ofNanos(1));
            String contradiction = new String(
                    asker.rawDescribe("sim-a;trouble=contradiction").join().body(), UTF_8);
            assertThat(contradiction).contains('"' + field + "\":");
        }

        JsonNode empty = asker.describe("sim-b;for=0s;end=done;trouble=no-urls");

        assertThat(empty.fieldNames()).toIterable().containsExactly("Status", "Message", "RequestId");
    }

    private String create(String word) {
        return caller.call("CreateAigc" + word + "Task", "{\"ModelName\":\"m\"}")
                .path("TaskId")
                .asText();
    }
}
