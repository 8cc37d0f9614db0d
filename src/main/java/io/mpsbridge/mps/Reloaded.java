package io.mpsbridge.mps;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private final List<KeyedFile> files;
    private final List<Path> paths;
    private final Maker<T> maker;
    private final LongSupplier nanoTime;
    private final StableFiles reader = new StableFiles(MAX_BYTES);
    private final AtomicReference<@Nullable Mono<T>> reading = new AtomicReference<>();
    private volatile @Nullable Reading<T> last;

    /** Makes the value of the files' contents, in their order. */
    interface Maker<T> {
        /**
         * Makes it.
         *
         * @throws UnusableFilesException if they cannot be used
         */
        T make(List<String> contents);
    }

    /** @param files without any, the value is made once */
    Reloaded(List<KeyedFile> files, Maker<T> maker, LongSupplier nanoTime) {
        this.files = List.copyOf(files);
        this.paths = files.stream().map(KeyedFile::file).toList();
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
        return last().orElseThrow(() -> new IllegalStateException("no value of " + files + " yet"));
    }

    /** The value of the last reading, if there is one. */
    Optional<T> last() {
        return Optional.ofNullable(last).map(Reading::value);
    }

    private Mono<T> read() {
        // As in CredentialSource: goes on if its first subscriber cancels, and is cleared before its result is emitted.
        Mono<T> mine = Mono.fromCallable(() -> reader.read(paths))
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
                LOG.atInfo().addKeyValue("files", paths).log("Files can be used again");
            }
            return hold(new Reading<>(contents, known, null, nanoTime.getAsLong()));
        }
        T made = maker.make(contents);
        if (!files.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("files", paths)
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
        if (error instanceof TimeoutException) {
            return new UnusableFilesException(
                    "reading " + paths + " took longer than " + READ_TIMEOUT.toSeconds() + " s", error);
        }
        String named = error instanceof FileSystemException about ? String.valueOf(about.getFile()) : "";
        String file = files.stream()
                .filter(candidate -> candidate.file().toString().equals(named))
                .map(KeyedFile::shown)
                .findFirst()
                .orElseGet(paths::toString);
        return new UnusableFilesException(
                error instanceof NoSuchFileException
                        ? file + " does not exist: write it, or correct the key"
                        : file + " cannot be read (" + error + ")",
                error);
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
