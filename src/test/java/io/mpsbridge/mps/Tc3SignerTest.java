package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.tencentcloudapi.common.CommonClient;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class Tc3SignerTest {

    private static final int DAY = 86_400;
    private static final int INPUTS = 2_000;

    private final Random random = new Random(20261123);

    @Test
    void theHeaderIsTheOneThatTheOfficialSdkMakes() throws Exception {
        Tc3Signer signer = signer(OfficialSdk.HOST, Map.of());
        int distinct = 0;
        String last = "";
        for (int i = 0; i < INPUTS; i++) {
            Input input = input(i);
            String ours = signer.authorization(input.credentials(), input.epochSecond, input.body());
            assertThat(ours)
                    .as("input %d: %s", i, input)
                    .isEqualTo(OfficialSdk.authorization(
                            input.id, input.key, input.token, input.epochSecond, input.body()));
            distinct += ours.equals(last) ? 0 : 1;
            last = ours;
        }
        assertThat(distinct).isEqualTo(INPUTS);
    }

    @Test
    void theHeaderWithASignedActionIsTheOneOfTheOfficialPrimitives() throws Exception {
        Tc3Signer signer = signer(OfficialSdk.HOST, Map.of("x-tc-action", "DescribeAigcImageTask"));
        List<String> lines = List.of(
                "content-type:" + OfficialSdk.CONTENT_TYPE,
                "host:" + OfficialSdk.HOST,
                "x-tc-action:describeaigcimagetask");
        for (int i = 0; i < INPUTS; i++) {
            Input input = input(i);
            assertThat(signer.authorization(input.credentials(), input.epochSecond, input.body()))
                    .as("input %d: %s", i, input)
                    .isEqualTo(OfficialSdk.authorization(
                            input.id,
                            input.key,
                            input.epochSecond,
                            input.body(),
                            lines,
                            "content-type;host;x-tc-action"));
        }
    }

    @Test
    void requestsThatTheOfficialSdkReallySentHaveOurSignature() throws Exception {
        List<Sent> sent = new CopyOnWriteArrayList<>();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString(StandardCharsets.UTF_8)
                        .doOnNext(body ->
                                sent.add(new Sent(request.requestHeaders().copy(), body)))
                        .then(response.sendString(Mono.just("{\"Response\":{\"Status\":\"RUN\",\"RequestId\":\"r\"}}"))
                                .then()))
                .bindNow(Duration.ofSeconds(10));
        try {
            CommonClient permanent = OfficialSdk.clientOnLoopback("AKIDpermanent", "key-1", null, server.port());
            CommonClient temporary = OfficialSdk.clientOnLoopback("AKIDtemporary", "key-2", "token", server.port());
            for (int i = 0; i < 100; i++) {
                permanent.call("DescribeAigcImageTask", json(taskId()));
                temporary.call("DescribeAigcImageTask", json(taskId()));
            }
        } finally {
            server.disposeNow(Duration.ofSeconds(10));
        }

        assertThat(sent).hasSize(200).allSatisfy(request -> {
            boolean isTemporary = request.headers.contains("X-TC-Token");
            Credentials credentials = isTemporary
                    ? new Credentials("AKIDtemporary", "key-2", "token", "test")
                    : new Credentials("AKIDpermanent", "key-1", null, "test");
            assertThat(signer(request.headers.get("Host"), Map.of())
                            .authorization(
                                    credentials,
                                    Long.parseLong(request.headers.get("X-TC-Timestamp")),
                                    request.body.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(request.headers.get("Authorization"));
        });
    }

    @Test
    void threadsThatSignAroundMidnightWithTwoKeysDoNotDisturbEachOther() {
        Tc3Signer shared = signer(OfficialSdk.HOST, Map.of());
        byte[] body = json("t").getBytes(StandardCharsets.UTF_8);
        List<Boolean> same = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> {
                    Credentials credentials = new Credentials("AKIDx", "key-" + i % 2, null, "test");
                    long second = 20_000L * DAY - (i / 2) % 2;
                    return shared.authorization(credentials, second, body)
                            .equals(signer(OfficialSdk.HOST, Map.of()).authorization(credentials, second, body));
                })
                .distinct()
                .toList();

        assertThat(same).containsExactly(true);
    }

    @Test
    void theSecretKeyAndWhatFollowsFromItDoNotShow() {
        Tc3Signer signer = signer(OfficialSdk.HOST, Map.of());
        Credentials credentials = new Credentials("AKID1234567890abcdef", "the-secret-key", "the-token", "test");

        String header = signer.authorization(credentials, 1_700_000_000, new byte[0]);

        assertThat(String.valueOf((Object) signer) + header + credentials)
                .doesNotContain("the-secret-key")
                .doesNotContain("the-token");
        assertThat(credentials.toString()).doesNotContain("567890abcdef");
    }

    private static Tc3Signer signer(String host, Map<String, String> more) {
        TreeMap<String, String> headers = new TreeMap<>(more);
        headers.put("content-type", OfficialSdk.CONTENT_TYPE);
        headers.put("host", host);
        return new Tc3Signer("mps", headers);
    }

    /** Half of the times lie within two seconds of a midnight in UTC. */
    private Input input(int i) {
        long midnight = (random.nextInt(30_000) + 1L) * DAY;
        long epochSecond = i % 2 == 0 ? midnight + random.nextInt(5) - 2 : midnight + random.nextInt(DAY);
        String token = i % 3 == 0 ? visible(1 + random.nextInt(300)) : null;
        return new Input(
                visible(1 + random.nextInt(40)), visible(1 + random.nextInt(40)), token, epochSecond, json(taskId()));
    }

    private String visible(int length) {
        return random.ints(length, '!', 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** From ASCII to beyond the basic plane, without halves of surrogate pairs. */
    private String taskId() {
        List<int[]> ranges = List.of(
                new int[] {'!', 127}, new int[] {0xC0, 0x250}, new int[] {0x4E00, 0x9FFF}, new int[] {0x1F300, 0x1F600
                });
        StringBuilder id = new StringBuilder();
        int length = 1 + random.nextInt(60);
        for (int i = 0; i < length; i++) {
            int[] range = ranges.get(random.nextInt(ranges.size()));
            id.appendCodePoint(range[0] + random.nextInt(range[1] - range[0]));
        }
        return id.toString();
    }

    private static String json(String taskId) {
        return JsonNodeFactory.instance.objectNode().put("TaskId", taskId).toString();
    }

    private record Input(String id, String key, String token, long epochSecond, String json) {
        byte[] body() {
            return json.getBytes(StandardCharsets.UTF_8);
        }

        Credentials credentials() {
            return new Credentials(id, key, token, "test");
        }
    }

    private record Sent(HttpHeaders headers, String body) {}
}
