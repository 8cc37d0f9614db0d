package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.TaskResults;
import io.mpsbridge.task.TaskResults.Media;
import io.mpsbridge.task.TaskResults.MediaFile;
import io.mpsbridge.task.TaskResults.Text;
import io.mpsbridge.task.TaskResults.Urls;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.task.Verdict.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sibling actions answer when DONE. */
class ResultReaderTest {

    private static Verdict read(TaskKind kind, String fields) {
        String body = "{\"Response\":{\"RequestId\":\"r\",\"Status\":\"DONE\"," + fields + "}}";
        return new AnswerReader("https://mps.example", kind).read(200, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Verdict done(TaskResults.Value... values) {
        return new Verdict.Done(new TaskResults(List.of(values)), "r");
    }

    @Test
    void videosHaveUrlsAndAResolution() {
        assertThat(read(TaskKind.VIDEO, "\"VideoUrls\":[\"https://v/1\",\"https://v/2\"],\"Resolution\":\"1080*720\""))
                .isEqualTo(done(
                        new Urls("videoUrls", List.of("https://v/1", "https://v/2")),
                        new Text("resolution", "1080*720")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"Resolution\":null", "\"Resolution\":5", "\"Resolution\":\" \"", "\"Other\":1"})
    void aVideoWithoutAResolutionIsDoneAllTheSame(String resolution) {
        assertThat(read(TaskKind.VIDEO, "\"VideoUrls\":[\"https://v/1\"]," + resolution))
                .isEqualTo(done(new Urls("videoUrls", List.of("https://v/1"))));
    }

    @Test
    void audioHasFilesWithTheirDurations() {
        assertThat(read(
                        TaskKind.AUDIO,
                        "\"AudioInfos\":[{\"Url\":\"https://a/1\",\"Duration\":12.5},{\"Url\":\"https://a/2\"}],"
                                + "\"VideoInfos\":[{\"Url\":\"https://v/1\",\"Duration\":3}]"))
                .isEqualTo(done(
                        new Media(
                                "audioInfos",
                                List.of(new MediaFile("https://a/1", 12.5), new MediaFile("https://a/2", null))),
                        new Media("videoInfos", List.of(new MediaFile("https://v/1", 3.0)))));
    }

    @Test
    void dubbingMayGiveVideosAlone() {
        assertThat(read(TaskKind.AUDIO, "\"AudioInfos\":[],\"VideoInfos\":[{\"Url\":\"https://v/1\"}]"))
                .isEqualTo(done(new Media("videoInfos", List.of(new MediaFile("https://v/1", null)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-1", "\"5\"", "null", "{}", "1e999"})
    void aDurationThatIsNoneIsLeftOut(String duration) {
        assertThat(read(TaskKind.AUDIO, "\"AudioInfos\":[{\"Url\":\"https://a/1\",\"Duration\":" + duration + "}]"))
                .isEqualTo(done(new Media("audioInfos", List.of(new MediaFile("https://a/1", null)))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            VIDEO | "VideoUrls":[]
            VIDEO | "VideoUrls":"https://v/1"
            VIDEO | "VideoUrls":[{"Url":"https://v/1"}]
            VIDEO | "Resolution":"1080*720"
            VIDEO | "ImageUrls":["https://i/1"]
            AUDIO | "AudioInfos":[{"Duration":3}]
            AUDIO | "AudioInfos":["https://a/1"]
            AUDIO | "AudioInfos":{"Url":"https://a/1"}
            AUDIO | "AudioInfos":[{"Url":"ftp://a/1"}]
            IMAGE | "VideoUrls":["https://v/1"]
            """)
    void doneWithoutAUsableUrlOfTheKindIsMalformed(TaskKind kind, String fields) {
        assertThat(read(kind, fields))
                .isEqualTo(new Malformed("MPS answered DONE without a usable " + kind.label() + " URL", "r"));
    }

    @ParameterizedTest
    @EnumSource
    void moreFilesThanAnEventCanCarryAreMalformed(TaskKind kind) {
        String urls = kind == TaskKind.AUDIO
                ? "\"AudioInfos\":[" + many("{\"Url\":\"https://a/%d\"}", 101) + "],\"VideoInfos\":["
                        + many("{\"Url\":\"https://v/%d\"}", 100) + "]"
                : "\"" + kind.results().get(0).vendorName() + "\":[" + many("\"https://x/%d\"", 201) + "]";

        assertThat(read(kind, urls)).isInstanceOf(Malformed.class);
    }

    private static String many(String element, int count) {
        return IntStream.range(0, count).mapToObj(element::formatted).collect(Collectors.joining(","));
    }
}
