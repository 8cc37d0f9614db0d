package io.mpsbridge.mps;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Polls MPS for one account, by the action of each task's kind. Every result of network, peer and credentials is a
 * {@link Verdict}; an error is a bug. Each subscription is one request; results arrive on the client's own non-blocking
 * threads.
 */
public final class MpsClient {

    private static final String AUTH_FAILURE = "AuthFailure";

    private final MpsHttp http;
    private final CredentialSource credentials;
    private final InstantSource clock;
    private final DateHeader dates = new DateHeader();
    private final Map<TaskKind, DescribeAction> actions = new EnumMap<>(TaskKind.class);

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
        for (TaskKind kind : TaskKind.values()) {
            actions.put(kind, new DescribeAction(kind, settings));
        }
    }

    /** A client of another account, on the same threads; closed with this one. Call it before the first call. */
    public MpsClient forAccount(MpsSettings settings, CredentialSource itsCredentials) {
        return new MpsClient(settings, http.to(settings), itsCredentials, clock);
    }

    /**
     * Asks about one task. Takes at most connect and response time-out together, plus the reading of credentials if
     * due. Cancelling closes the connection.
     *
     * @param mayLeave checked once connected, just before the request is written; if false, nothing is written, and
     *     there is no verdict
     */
    public Mono<Answer> describe(TaskKind kind, String taskId, BooleanSupplier mayLeave) {
        return call(action(kind), taskId, mayLeave);
    }

    /** Asks about one task, and adds the clock skew, the source of the credentials and the way. */
    public Mono<Probe> probe(TaskKind kind, String taskId) {
        return call(action(kind), taskId, () -> true)
                .map(answer -> new Probe(answer.verdict(), skew(answer.date()), credentials.source(), http.way()));
    }

    /** Aborts open calls, closes the connections and stops the threads. */
    public Mono<Void> close() {
        return http.close();
    }

    private DescribeAction action(TaskKind kind) {
        return Objects.requireNonNull(actions.get(kind));
    }

    private Mono<Answer> call(DescribeAction action, String taskId, BooleanSupplier mayLeave) {
        return credentials
                .current()
                .flatMap(current -> send(action, taskId, current, mayLeave))
                .onErrorResume(CredentialException.class, e -> Mono.just(withoutCredentials(e)));
    }

    private Mono<Answer> send(DescribeAction action, String taskId, Credentials current, BooleanSupplier mayLeave) {
        byte[] body = body(taskId);
        Map<String, String> headers = action.headers(current, clock.instant().getEpochSecond(), body);
        return http.post(headers, body, mayLeave)
                .map(reply -> read(action, reply))
                .flatMap(answer -> rereadIfRefused(answer, current));
    }

    private Answer read(DescribeAction action, Reply reply) {
        return reply.fold(
                whole -> new Answer(action.answers().read(whole.status(), whole.body()), dates.read(whole.date())),
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

    private static byte[] body(String taskId) {
        String json =
                JsonNodeFactory.instance.objectNode().put("TaskId", taskId).toString();
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
