package io.mpsbridge.mps;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Ways to ask {@code DescribeAigcImageTask} many times: for benchmarks. An answer that is none is an error. */
public interface PollingClient {

    /** Calls open at once: those of a second's quota. */
    int AT_ONCE = 20;

    /** Asks so many times about the task; returns when all answers are there. */
    void poll(String taskId, int calls);

    /** The bridge's client. */
    static PollingClient ours(URI endpoint, String id, String key) {
        CredentialSettings settings = MpsFixtures.values(id, key, null);
        MpsClient client = MpsClient.create(
                MpsFixtures.settings(endpoint.toString(), settings),
                MpsFixtures.source(settings),
                InstantSource.system(),
                System::nanoTime);
        return (taskId, calls) -> all(
                calls,
                () -> client.describe(TaskKind.IMAGE, taskId, () -> true).map(Answer::verdict),
                Verdict.Unfinished.class);
    }

    /**
     * The same HTTP client without the rest: requests signed once for some seconds, answers not read. What is beyond it
     * is the price of signing and reading.
     */
    static PollingClient signedBefore(URI endpoint, String id, String key) {
        MpsHttp http = MpsHttp.open(
                MpsFixtures.settings(endpoint.toString(), MpsFixtures.values(id, key, null)), System::nanoTime);
        Credentials credentials = new Credentials(id, key, null, "the benchmark");
        return (taskId, calls) -> {
            byte[] body = ("{\"TaskId\":\"" + taskId + "\"}").getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers = headers(endpoint, credentials, body);
            all(calls, () -> http.post(headers, body, () -> true), Reply.Whole.class);
        };
    }

    /** The vendor's SDK in as many threads. */
    static PollingClient sdk(URI endpoint, String id, String key) {
        CommonClient client = OfficialSdk.clientOnLoopback(id, key, null, endpoint.getPort());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        return (taskId, calls) -> {
            List<Future<?>> open = new ArrayList<>();
            for (int thread = 0; thread < AT_ONCE; thread++) {
                int share = calls / AT_ONCE + (thread < calls % AT_ONCE ? 1 : 0);
                open.add(threads.submit(() -> sdkCalls(client, taskId, share)));
            }
            open.forEach(PollingClient::await);
        };
    }

    private static Void sdkCalls(CommonClient client, String taskId, int calls) throws TencentCloudSDKException {
        for (int i = 0; i < calls; i++) {
            String answer = client.call("DescribeAigcImageTask", "{\"TaskId\":\"" + taskId + "\"}");
            if (!answer.contains("\"Status\":")) {
                throw new IllegalStateException(answer);
            }
        }
        return null;
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> void all(int calls, Supplier<Mono<T>> call, Class<? extends T> wanted) {
        Flux.range(0, calls)
                .flatMap(i -> call.get(), AT_ONCE)
                .doOnNext(answer -> {
                    if (!wanted.isInstance(answer)) {
                        throw new IllegalStateException(String.valueOf(answer));
                    }
                })
                .blockLast(Duration.ofMinutes(2));
    }

    private static Map<String, String> headers(URI endpoint, Credentials credentials, byte[] body) {
        long now = Instant.now().getEpochSecond();
        Map<String, String> signed = new TreeMap<>(Map.of(
                "content-type",
                "application/json; charset=utf-8",
                "host",
                endpoint.getAuthority(),
                "x-tc-action",
                "DescribeAigcImageTask"));
        Map<String, String> all = new TreeMap<>(signed);
        all.put("x-tc-version", "2019-06-12");
        all.put("x-tc-timestamp", Long.toString(now));
        all.put("authorization", new Tc3Signer("mps", new TreeMap<>(signed)).authorization(credentials, now, body));
        return all;
    }
}
