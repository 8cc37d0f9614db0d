package io.mpsbridge.check;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the brokers answered, or why they did not. */
final class Reply<T> {

    static final int LIMIT_SECONDS = 12;

    private final @Nullable T answer;
    private final @Nullable Throwable failure;

    private Reply(@Nullable T answer, @Nullable Throwable failure) {
        this.answer = answer;
        this.failure = failure;
    }

    /** Waits for it; longer than the client's own time-out. */
    static <T> Reply<T> of(Future<T> asked) throws InterruptedException {
        try {
            return new Reply<>(asked.get(LIMIT_SECONDS, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            return new Reply<>(null, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return new Reply<>(null, e);
        }
    }

    /** The one of several that were asked for. */
    static <K, T> Reply<T> of(Map<K, ? extends Future<T>> asked, K key) throws InterruptedException {
        return of(Objects.requireNonNull(asked.get(key)));
    }

    /** Empty if they did not answer. */
    Optional<T> answer() {
        return Optional.ofNullable(answer);
    }

    /** Empty if they answered. */
    Optional<KafkaFailure> failure() {
        return Optional.ofNullable(failure).map(KafkaFailure::of);
    }

    boolean failedAs(KafkaFailure kind) {
        return failure().filter(kind::equals).isPresent();
    }

    /** The failure's own words; empty if there is none. */
    String reason() {
        if (failure == null) {
            return "";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
