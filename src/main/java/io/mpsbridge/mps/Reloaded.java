package io.mpsbridge.mps;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What is made of files, made again when they change. They are looked at on request, at most every five seconds, on
 * threads that may block. Files that cannot be used, half written ones for instance, leave what was made before in
 * force; that is logged once.
 *
 * <p>Thread-safe: at most one reading is in progress.
 */
final class Reloaded<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Reloaded.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);
    /** A bundle of all public authorities has 220 KB. */
    private static final int MAX_BYTES = 1024 * 1024;

    private final String key;
    private final List<Path> files;
    private final Maker<T> maker;
    private final LongSupplier nanoTime;
    private final StableFiles reader = new StableFiles(MAX_BYTES);
    private final AtomicReference<@Nullable Mono<T>> reading = new AtomicReference<>();
    private volatile @Nullable Reading<T> last;

    /** Makes the value of the files' contents, in their order. */
    interface Maker<T> {
        /** @throws UnusableFilesException if they cannot be used */
        T make(List<String> contents);
    }

    /**
     * @param key what the files are configured by, for messages
     * @param files without any, the value is made once
     */
    Reloaded(String key, List<Path> files, Maker<T> maker, LongSupplier nanoTime) {
        this.key = key;
        this.files = List.copyOf(files);
        this.maker = maker;
        this.nanoTime = nanoTime;
    }

    /** The value as the files are now, or were at last; {@link UnusableFilesException} if they never could be used. */
    Mono<T> current() {
        return Mono.defer(() -> {
            Reading<T> now = last;
            if (now == null) {
                return read();
            }
            boolean fresh = files.isEmpty() || nanoTime.getAsLong() - now.readAtNanos < FRESH_NANOS;
            // Whoever has something to go on with does not wait for a reading that another caller began.
            return fresh || (now.value != null && reading.get() != null) ? now.get() : read();
        });
    }

    /** The value of the last reading; only after {@link #current} has given one. */
    T latest() {
        Reading<T> now = last;
        if (now == null || now.value == null) {
            throw new IllegalStateException("no value of " + key + " yet");
        }
        return now.value;
    }

    private Mono<T> read() {
        // As in CredentialSource: goes on if its first subscriber cancels, and is cleared before its result is emitted.
        Mono<T> mine = Mono.fromCallable(() -> reader.read(files))
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(READ_TIMEOUT)
                .map(this::accept)
                .onErrorResume(Exception.class, e -> Mono.fromSupplier(() -> keep(problem(e))))
                .flatMap(Reading::get)
                .doOnTerminate(() -> reading.set(null))
                .cache();
        Mono<T> other = reading.compareAndExchange(null, mine);
        return other == null ? mine : other;
    }

    private Reading<T> accept(List<String> contents) {
        Reading<T> before = last;
        T known = before == null ? null : before.value;
        if (before != null && known != null && contents.equals(before.contents)) {
            if (before.problem != null) {
                LOG.atInfo().addKeyValue("key", key).log("Files can be read again");
            }
            return hold(new Reading<>(contents, known, null, nanoTime.getAsLong()));
        }
        T made = maker.make(contents);
        if (!files.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("key", key)
                    .addKeyValue("files", files)
                    .log(known == null ? "Files read" : "Files changed, the new ones are in force");
        }
        return hold(new Reading<>(contents, made, null, nanoTime.getAsLong()));
    }

    private Reading<T> keep(UnusableFilesException problem) {
        Reading<T> before = last;
        T known = before == null ? null : before.value;
        String told = before == null || before.problem == null ? null : before.problem.getMessage();
        if (!String.valueOf(problem.getMessage()).equals(told)) {
            LOG.atWarn()
                    .addKeyValue("reason", problem.getMessage())
                    .log(known == null ? "Files cannot be used" : "Files cannot be used, the former ones stay");
        }
        List<String> contents = before == null ? List.of() : before.contents;
        return hold(new Reading<>(contents, known, problem, nanoTime.getAsLong()));
    }

    private Reading<T> hold(Reading<T> next) {
        last = next;
        return next;
    }

    private UnusableFilesException problem(Exception error) {
        if (error instanceof UnusableFilesException known) {
            return known;
        }
        return new UnusableFilesException(
                error instanceof TimeoutException
                        ? key + ": reading " + files + " took longer than " + READ_TIMEOUT.toSeconds() + " s"
                        : key + ": " + files + " cannot be read (" + reason(error) + ")",
                error);
    }

    private static String reason(Exception error) {
        return error instanceof java.nio.file.NoSuchFileException missing
                ? "there is no " + missing.getFile()
                : error instanceof IOException
                        ? error.toString()
                        : error.getClass().getSimpleName();
    }

    /**
     * The result of a reading.
     *
     * @param contents of which the value was made
     * @param value null if there never was one
     * @param problem null if the files could be used
     */
    private record Reading<T>(
            List<String> contents,
            @Nullable T value,
            @Nullable UnusableFilesException problem,
            long readAtNanos) {

        Mono<T> get() {
            if (value != null) {
                return Mono.just(value);
            }
            return Mono.error(problem == null ? new IllegalStateException("neither value nor problem") : problem);
        }
    }
}
