package io.mpsbridge.mps;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.Verdict;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Polls MPS by {@code DescribeAigcImageTask}. Every result of network, peer and credentials is a {@link Verdict}; an
 * error is a bug. Each subscription is one request; results arrive on the client's own non-blocking threads.
 */
public final class MpsClient {

    private static final String SERVICE = "mps";
    private static final String AUTH_FAILURE = "AuthFailure";
    private static final String ACTION = "DescribeAigcImageTask";
    private static final String VERSION = "2019-06-12";
    private static final String CONTENT_TYPE = "application/json; charset=utf-8";

    private final MpsHttp http;
    private final CredentialSource credentials;
    private final InstantSource clock;
    private final Tc3Signer signer;
    private final AnswerReader answers;
    private final Map<String, String> constantHeaders;

    /**
     * Opens no connection yet.
     *
     * @param nanoTime a monotonic clock
     */
    public static MpsClient create(
            MpsSettings settings, CredentialSource credentials, InstantSource clock, LongSupplier nanoTime) {
        return new MpsClient(settings, MpsHttp.open(settings, nanoTime), credentials, clock);
    }

    MpsClient(MpsSettings settings, MpsHttp http, CredentialSource credentials, InstantSource clock) {
        this.http = http;
        this.credentials = credentials;
        this.clock = clock;
        this.answers = new AnswerReader(settings.endpoint().toString());
        String host = hostHeader(settings.endpoint());
        this.signer = new Tc3Signer(
                SERVICE, new TreeMap<>(Map.of("content-type", CONTENT_TYPE, "host", host, "x-tc-action", ACTION)));
        this.constantHeaders = constantHeaders(host, settings.region());
    }

    /**
     * Asks about one task. Takes at most connect and response time-out together, plus the reading of credentials if
     * due. Cancelling closes the connection.
     *
     * @param mayLeave checked once connected, just before the request is written; if false, nothing is written, and
     *     there is no verdict
     */
    public Mono<Answer> describe(String taskId, BooleanSupplier mayLeave) {
        return call(taskId, mayLeave);
    }

    /** Asks about one task, and adds the clock skew, the source of the credentials and the way. */
    public Mono<Probe> probe(String taskId) {
        return call(taskId, () -> true)
                .map(answer -> new Probe(answer.verdict(), skew(answer.date()), credentials.source(), http.way()));
    }

    /** Aborts open calls, closes the connections and stops the threads. */
    public Mono<Void> close() {
        return http.close();
    }

    private Mono<Answer> call(String taskId, BooleanSupplier mayLeave) {
        return credentials
                .current()
                .flatMap(current -> send(taskId, current, mayLeave))
                .onErrorResume(CredentialException.class, e -> Mono.just(withoutCredentials(e)));
    }

    private Mono<Answer> send(String taskId, Credentials current, BooleanSupplier mayLeave) {
        byte[] body = body(taskId);
        return http.post(headers(current, body), body, mayLeave)
                .map(this::read)
                .flatMap(answer -> rereadIfRefused(answer, current));
    }

    private Answer read(Reply reply) {
        return reply.fold(
                whole -> new Answer(answers.read(whole.status(), whole.body()), date(whole.date())),
                broken -> new Answer(broken.verdict(), null));
    }

    /** A refusal may mean that the credentials were replaced at their source, or their session revoked. */
    private Mono<Answer> rereadIfRefused(Answer answer, Credentials used) {
        if (!(answer.verdict() instanceof Verdict.Refused refused)) {
            return Mono.just(answer);
        }
        Mono<Void> reread = refused.code().startsWith(AUTH_FAILURE) ? credentials.renew(used) : credentials.reload();
        return reread.thenReturn(answer);
    }

    private static Answer withoutCredentials(CredentialException problem) {
        return new Answer(new Verdict.Refused("no-credentials", String.valueOf(problem.getMessage()), null), null);
    }

    private @Nullable Duration skew(@Nullable Instant theirs) {
        return theirs == null ? null : Duration.between(clock.instant().truncatedTo(ChronoUnit.SECONDS), theirs);
    }

    private static @Nullable Instant date(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
        } catch (DateTimeException e) {
            return null; // not a date
        }
    }

    private Map<String, String> headers(Credentials current, byte[] body) {
        long now = clock.instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>(constantHeaders);
        headers.put("X-TC-Timestamp", Long.toString(now));
        headers.put("Authorization", signer.authorization(current, now, body));
        if (current.token() != null) {
            headers.put("X-TC-Token", current.token());
        }
        return headers;
    }

    private static Map<String, String> constantHeaders(String host, @Nullable String region) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", host);
        headers.put("Content-Type", CONTENT_TYPE);
        headers.put("User-Agent", "mps-bridge");
        headers.put("X-TC-Action", ACTION);
        headers.put("X-TC-Version", VERSION);
        headers.put("X-TC-Language", "en-US");
        if (region != null) {
            headers.put("X-TC-Region", region);
        }
        return headers;
    }

    private static byte[] body(String taskId) {
        String json =
                JsonNodeFactory.instance.objectNode().put("TaskId", taskId).toString();
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String hostHeader(URI endpoint) {
        int port = endpoint.getPort();
        boolean isDefault = port < 0 || port == ("https".equals(endpoint.getScheme()) ? 443 : 80);
        return isDefault ? endpoint.getHost() : endpoint.getHost() + ":" + port;
    }
}
