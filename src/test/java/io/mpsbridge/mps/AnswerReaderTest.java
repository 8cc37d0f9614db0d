package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.task.Verdict.Done;
import io.mpsbridge.task.Verdict.Failed;
import io.mpsbridge.task.Verdict.Malformed;
import io.mpsbridge.task.Verdict.NotFound;
import io.mpsbridge.task.Verdict.Refused;
import io.mpsbridge.task.Verdict.Throttled;
import io.mpsbridge.task.Verdict.Unavailable;
import io.mpsbridge.task.Verdict.Unfinished;
import io.mpsbridge.testing.CapturedLog;
import io.mpsbridge.testing.Results;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private final AnswerReader reader = new AnswerReader("https://mps.example", TaskKind.IMAGE);

    @Test
    void theVendorsExampleIsDone() {
        Verdict verdict = read("""
                {"Response": {"Message": "ok", "RequestId": "1047d0dc-6dc8-4898-a7f3-03726a822b0e", "Status": "DONE",
                  "ImageUrls": ["https://test-aigc-video-*****.cos.ap-guangzhou.myqcloud.com/4_2147483784_711361***94779.png"]}}
                """);

        assertThat(verdict)
                .isEqualTo(new Done(
                        Results.images(
                                "https://test-aigc-video-*****.cos.ap-guangzhou.myqcloud.com/4_2147483784_711361***94779.png"),
                        "1047d0dc-6dc8-4898-a7f3-03726a822b0e"));
    }

    @Test
    void failCarriesItsMessage() {
        assertThat(read(response("\"Status\":\"FAIL\",\"Message\":\"the prompt was refused\"")))
                .isEqualTo(new Failed("the prompt was refused", "r-1"));
        assertThat(read(response("\"Status\":\"FAIL\""))).isEqualTo(new Failed("", "r-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAIT", "RUN", "QUEUED", "done", ""})
    void everyOtherStatusIsUnfinished(String status) {
        assertThat(read(response("\"Status\":\"" + status + "\""))).isEqualTo(new Unfinished(status, "r-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAIT", "RUN"})
    void theUsualStatusIsOneTextHoweverManyTasksKeepIt(String status) {
        Unfinished one = (Unfinished) read(response("\"Status\":\"" + status + "\""));
        Unfinished other = (Unfinished) read(response("\"Status\":\"" + status + "\""));

        assertThat(one.status()).isSameAs(other.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RequestLimitExceeded",
                "RequestLimitExceeded.UinLimitExceeded",
                "LimitExceeded.RateLimitExceeded"
            })
    void tooManyCallsAreThrottled(String code) {
        assertThat(read(error(code))).isEqualTo(new Throttled(code, "m", "r-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InternalError",
                "InternalError.DBError",
                "ServiceUnavailable",
                "ResourceUnavailable",
                "ResourceUnavailable.X",
                "ResourceInsufficient",
                "ResourceInsufficient.X",
                "ResourceInUse",
                "ResourceInUse.X",
                "FailedOperation",
                "FailedOperation.NetWorkError",
                "FailedOperation.QueryAIGCTaskFailed",
                "LimitExceeded",
                "LimitExceeded.TooMuch",
                "FailedOperation.NotKnownToUs",
                "NobodyKnowsThis",
                "NobodyKnowsThis.X",
                ".",
                "authfailure"
            })
    void problemsOfTheServiceAndUnknownCodesAreUnavailable(String code) {
        assertThat(read(error(code))).isEqualTo(new Unavailable(code, "m", "r-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AuthFailure",
                "AuthFailure.SecretIdNotFound",
                "AuthFailure.SignatureFailure",
                "AuthFailure.SignatureExpire",
                "AuthFailure.TokenFailure",
                "AuthFailure.InvalidSecretId",
                "AuthFailure.MFAFailure",
                "AuthFailure.UnauthorizedOperation",
                "UnauthorizedOperation",
                "UnauthorizedOperation.CamNoAuth",
                "IpInBlacklist",
                "IpNotInWhitelist",
                "FailedOperation.UserArrears",
                "FailedOperation.InvalidMpsUser",
                "FailedOperation.InvalidUser",
                "InvalidAction",
                "NoSuchVersion",
                "NoSuchProduct",
                "UnsupportedRegion",
                "UnsupportedProtocol",
                "MissingParameter",
                "UnknownParameter",
                "InvalidRequest",
                "RequestSizeLimitExceeded",
                "ActionOffline"
            })
    void whatIsOursToMendIsRefused(String code) {
        assertThat(read(error(code))).isEqualTo(new Refused(code, "m", "r-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ResourceNotFound",
                "ResourceNotFound.TaskNotFound",
                "InvalidParameter",
                "InvalidParameter.NotFound",
                "InvalidParameter.Id",
                "InvalidParameterValue",
                "InvalidParameterValue.TaskId"
            })
    void idsWithoutATaskAreNotFound(String code) {
        assertThat(read(error(code))).isEqualTo(new NotFound(code, "m", "r-1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 204, 301, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504, 999})
    void everyHttpStatusBut200IsUnavailableUnderItsNumber(int status) {
        Verdict verdict = reader.read(status, bytes(response("\"Status\":\"FAIL\"")));

        assertThat(verdict)
                .isEqualTo(new Unavailable("http-" + status, "https://mps.example answered HTTP " + status, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "42",
                "<html>busy</html>",
                "{\"Response\":null}",
                "{\"Response\":[]}",
                "{\"Response\":{}}",
                "{\"Response\":{\"Status\":1}}",
                "{\"Response\":{\"Status\":null}}",
                "{\"Response\":{\"Status\":\"DONE\"",
                "{\"Response\":{\"Status\":\"WAIT\"}} x",
                "{\"Response\":{\"Status\":\"WAIT\",\"Status\":\"FAIL\"}}",
                "{\"Response\":{\"Status\":\"FAIL\"},\"Response\":{\"Status\":\"WAIT\"}}",
                "{\"Response\":{\"Error\":\"x\",\"Status\":\"FAIL\"}}",
                "{\"Response\":{\"Error\":{\"Message\":\"x\"}}}",
                "{\"Response\":{\"Error\":{\"Code\":7}}}",
                "{\"Response\":{\"Error\":{\"Code\":\"\"}}}",
                "{\"Status\":\"FAIL\"}"
            })
    void whatTheVendorWouldNotSendIsUnreadable(String body) {
        assertThat(read(body)).isInstanceOfSatisfying(Unavailable.class, verdict -> {
            assertThat(verdict.code()).isEqualTo("unreadable");
            assertThat(verdict.message()).startsWith("https://mps.example cannot be understood: ");
        });
    }

    @Test
    void bombsAreUnreadable() {
        String deep = "{\"Response\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String wide = "{\"Response\":{\"Status\":\"FAIL\",\"x\":[" + "1,".repeat(200_000) + "1]}}";
        String longNumber = "{\"Response\":{\"Status\":\"FAIL\",\"x\":" + "9".repeat(100_000) + "}}";

        assertThat(List.of(deep, wide, longNumber))
                .allSatisfy(body -> assertThat(read(body))
                        .isInstanceOfSatisfying(
                                Unavailable.class,
                                verdict -> assertThat(verdict.code()).isEqualTo("unreadable")));
    }

    @Test
    void anErrorDecidesWhereThereIsAStatusToo() {
        assertThat(read(response("\"Status\":\"FAIL\",\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"}")))
                .isEqualTo(new Unavailable("InternalError", "m", "r-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]",
                "null",
                "{}",
                "\"https://a.example/1.png\"",
                "{\"a\":\"https://a.example/1.png\"}",
                "[null]",
                "[1]",
                "[\"\"]",
                "[\"/1.png\"]",
                "[\"a.example/1.png\"]",
                "[\"ftp://a.example/1.png\"]",
                "[\"javascript:alert(1)\"]",
                "[\"https://\"]",
                "[\"https:///1.png\"]",
                "[\"https://a.example/1 2.png\"]",
                "[\"https://a.example/\\n1.png\"]",
                "[\"https://a.example/\\ud800\"]",
                "[[\"https://a.example/1.png\"]]"
            })
    void doneWithoutAUsableUrlIsMalformed(String imageUrls) {
        assertThat(read(response("\"Status\":\"DONE\",\"ImageUrls\":" + imageUrls)))
                .isEqualTo(new Malformed("MPS answered DONE without a usable image URL", "r-1"));
    }

    @Test
    void doneWithoutTheFieldOrWithTooLongOrTooManyUrlsIsMalformed() {
        String tooLong = "\"https://a.example/" + "x".repeat(ResultReader.MAX_URL) + "\"";
        String tooMany = String.join(
                ",",
                IntStream.rangeClosed(0, ResultReader.MAX_FILES)
                        .mapToObj(i -> "\"https://a.example/" + i + "\"")
                        .toList());

        assertThat(read(response("\"Status\":\"DONE\""))).isInstanceOf(Malformed.class);
        assertThat(read(response("\"Status\":\"DONE\",\"ImageUrls\":[" + tooLong + "]")))
                .isInstanceOf(Malformed.class);
        assertThat(read(response("\"Status\":\"DONE\",\"ImageUrls\":[" + tooMany + "]")))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void usableUrlsAreKeptAsTheyAreAndOthersLeftOut() {
        assertThat(read(response("\"Status\":\"DONE\",\"ImageUrls\":[\"\",\"HTTP://a.example:80/ü?x={1}|2#f\",null]")))
                .isEqualTo(new Done(Results.images("HTTP://a.example:80/ü?x={1}|2#f"), "r-1"));
    }

    @Test
    void textFromOutsideIsBoundedAndFitForALine() {
        String evil = "a\\r\\nINFO b\\u0000\\u2028\\u202e\\ud800 \\ud83d\\ude00" + "x".repeat(5_000);
        Verdict verdict = read(
                "{\"Response\":{\"Status\":\"FAIL\",\"Message\":\"" + evil + "\",\"RequestId\":\"" + evil + "\"}}");

        assertThat(verdict).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.message()).startsWith("a\uFFFD\uFFFDINFO b\uFFFD\uFFFD\uFFFD\uFFFD \uD83D\uDE00xxx");
            assertThat(failed.message()).hasSize(1_000);
            assertThat(failed.requestId()).hasSize(100);
        });
    }

    @Test
    void eachUnknownStatusAndCodeIsWarnedAboutOnceAndABoundedNumberOfThem() {
        try (CapturedLog log = CapturedLog.of(AnswerReader.class)) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 150; i++) {
                    read(response("\"Status\":\"S" + i + "\""));
                    read(error("C" + i));
                    read(response("\"Status\":\"RUN\""));
                    read(error("InternalError"));
                }
            }
            assertThat(log.lines())
                    .hasSize(200)
                    .contains("WARN Unknown task status, taken as unfinished status=S0")
                    .contains("WARN Unknown error code, its tasks are asked about again later code=C99");
        }
    }

    @Property(tries = 3_000)
    void anyBytesGiveAVerdict(@ForAll byte[] body, @ForAll int status) {
        assertThat(reader.read(status, body)).isNotNull();
        assertThat(reader.read(200, body)).isNotNull().isNotInstanceOf(Done.class);
    }

    @Property(tries = 3_000)
    void anyJsonGivesAVerdictAndDoneOnlyWithUsableUrls(@ForAll("responses") String body) {
        Verdict verdict = read(body);

        assertThat(verdict).isNotNull();
        if (verdict instanceof Done done) {
            assertThat(Results.urls(done.results())).isNotEmpty().allMatch(url -> url.matches("https?://\\S+"));
        }
    }

    /** JSON near to what the vendor sends. */
    @Provide
    Arbitrary<String> responses() {
        Arbitrary<String> leaf = Arbitraries.of(
                "null", "true", "0", "-1e9", "\"\"", "\"DONE\"", "\"FAIL\"", "\"https://a.example/1\"", "\"http:x\"");
        Arbitrary<String> value = Arbitraries.lazyOf(
                () -> leaf,
                () -> leaf,
                () -> this.responses(),
                () -> leaf.list().ofMaxSize(3).map(all -> "[" + String.join(",", all) + "]"));
        Arbitrary<String> name =
                Arbitraries.of("Response", "Status", "ImageUrls", "Message", "RequestId", "Error", "Code", "x");
        Arbitrary<String> inner = net.jqwik.api.Combinators.combine(name, value)
                .as((key, content) -> "\"" + key + "\":" + content)
                .list()
                .ofMaxSize(5)
                .map(fields -> "{" + String.join(",", fields) + "}");
        Arbitrary<String> done = value.map(
                urls -> "{\"Response\":{\"Status\":\"DONE\",\"ImageUrls\":" + urls + ",\"RequestId\":\"r\"}}");
        return Arbitraries.oneOf(inner, inner.map(object -> "{\"Response\":" + object + "}"), done);
    }

    private Verdict read(String body) {
        return reader.read(200, bytes(body));
    }

    private static String response(String fields) {
        return "{\"Response\":{" + fields + ",\"RequestId\":\"r-1\"}}";
    }

    private static String error(String code) {
        return response("\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
