package io.mpsbridge.mps;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The current credentials, as one immutable snapshot. The chain is: configured values and files (the environment's
 * {@code TENCENTCLOUD_SECRET_ID}, {@code _SECRET_KEY} and {@code _TOKEN} are configured values), then the vendor's
 * profile files, then the pod's own identity, then the role of the machine. A snapshot older than five seconds is
 * refreshed on request, and on {@link #reload}; a failed reading keeps the snapshot unless that has expired.
 *
 * <p>Thread-safe: the snapshot is replaced whole, and at most one reading is in progress.
 */
public final class CredentialSource {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialSource.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);
    /** How long a call waits for newer credentials when it has some that are valid. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** What to do without credentials. */
    static final String HOW_TO_SET = "set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or "
            + "TENCENTCLOUD_SECRET_ID_FILE and TENCENTCLOUD_SECRET_KEY_FILE, or write ~/.tencentcloud/credentials";

    private final List<CredentialProvider> chain;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Mono<State>> reading = new AtomicReference<>();
    private volatile @Nullable State state;

    /**
     * Reads nothing yet.
     *
     * @param nanoTime a monotonic clock
     */
    public static CredentialSource create(
            MpsSettings settings, CredentialPlaces places, InstantSource wall, LongSupplier nanoTime) {
        StableFiles files = new StableFiles();
        List<CredentialProvider> chain = new ArrayList<>();
        chain.add(new ConfiguredCredentials(settings.credentials(), places.securityToken(), files));
        chain.add(new ProfileCredentials(places.profile(), places.profileFiles(), files));
        WebIdentity identity = places.webIdentity();
        if (identity != null) {
            URI service = WebIdentityCredentials.service(settings.endpoint());
            MpsHttp http = MpsHttp.open(settings.to(service), nanoTime);
            chain.add(new RenewedCredentials(
                    new WebIdentityCredentials(identity, http, service.getHost(), files, wall), wall));
        }
        URI metadata = places.metadata();
        if (metadata != null) {
            chain.add(new RenewedCredentials(new InstanceRoleCredentials(metadata, nanoTime), wall));
        }
        return new CredentialSource(chain, wall, nanoTime);
    }

    /** Of an account whose credentials are configured: nothing else is asked. Reads nothing yet. */
    public static CredentialSource configured(
            MpsSettings.CredentialSettings settings, InstantSource wall, LongSupplier nanoTime) {
        return new CredentialSource(
                List.of(new ConfiguredCredentials(settings, null, new StableFiles())), wall, nanoTime);
    }

    CredentialSource(List<CredentialProvider> chain, InstantSource wall, LongSupplier nanoTime) {
        this.chain = List.copyOf(chain);
        this.wall = wall;
        this.nanoTime = nanoTime;
    }

    /** Where the current credentials were found, for people. */
    public String source() {
        State now = state;
        if (now == null) {
            return "not read yet";
        }
        return now.credentials == null ? "none" : now.credentials.source();
    }

    /** When the current credentials expire; empty if they do not, or there are none. */
    public Optional<Instant> expiresAt() {
        State now = state;
        return now == null || now.credentials == null
                ? Optional.empty()
                : Optional.ofNullable(now.credentials.expiresAt());
    }

    /** Closes the providers. */
    public Mono<Void> close() {
        return Flux.fromIterable(chain).concatMap(CredentialProvider::close).then();
    }

    /** Reads the credentials again, whatever the snapshot's age. Completes afterwards, even on failure. */
    public Mono<Void> reload() {
        return read().then();
    }

    /** Has the places renew what they keep of refused credentials, and reads. Completes afterwards, even on failure. */
    Mono<Void> renew(Credentials refused) {
        return Mono.defer(() -> {
            chain.forEach(place -> place.refused(refused));
            return reload();
        });
    }

    /** The snapshot, or {@link CredentialException} while there is none. */
    Mono<Credentials> current() {
        return Mono.defer(() -> {
            State now = state;
            if (now != null && nanoTime.getAsLong() - now.readAtNanos < FRESH_NANOS) {
                return now.get();
            }
            if (now == null || now.credentials == null || now.hasExpired(wall.instant())) {
                return read().flatMap(State::get);
            }
            // A place that hangs delays one call, not all, while the known ones are valid.
            return reading.get() != null
                    ? now.get()
                    : read().timeout(PATIENCE, Mono.just(now)).flatMap(State::get);
        });
    }

    private Mono<State> read() {
        return Mono.defer(() -> {
            // The cached reading goes on even if its first subscriber cancels. It is cleared before its result is
            // emitted, so that a later caller starts a reading of its own.
            Mono<State> mine =
                    readChain().doOnTerminate(() -> reading.set(null)).cache();
            Mono<State> other = reading.compareAndExchange(null, mine);
            return other == null ? mine : other;
        });
    }

    private Mono<State> readChain() {
        return Flux.fromIterable(chain)
                .concatMap(CredentialProvider::load, 0)
                .next()
                .timeout(READ_TIMEOUT)
                .switchIfEmpty(Mono.error(() -> new CredentialException("no credentials found: " + HOW_TO_SET)))
                .map(this::accept)
                .onErrorResume(Exception.class, e -> Mono.fromSupplier(() -> keep(problem(e))));
    }

    private State accept(Credentials found) {
        State before = state;
        Credentials known = before == null ? null : before.credentials;
        if (!found.equals(known)) {
            LOG.atInfo()
                    .addKeyValue("source", found.source())
                    .addKeyValue("secretId", found.maskedId())
                    .log(known == null ? "Credentials read" : "Credentials changed");
        } else if (before != null && before.problem != null) {
            LOG.atInfo().addKeyValue("source", found.source()).log("Credentials can be read again");
        }
        return hold(new State(found.equals(known) ? known : found, null, nanoTime.getAsLong()));
    }

    private State keep(CredentialException problem) {
        State before = state;
        Credentials known = before == null || before.hasExpired(wall.instant()) ? null : before.credentials;
        String reported = before == null || before.problem == null ? null : before.problem.getMessage();
        if (!String.valueOf(problem.getMessage()).equals(reported)) {
            LOG.atWarn()
                    .addKeyValue("reason", problem.getMessage())
                    .log(
                            known == null
                                    ? "No usable credentials"
                                    : "Credentials cannot be read again, the known ones stay");
        }
        return hold(new State(known, problem, nanoTime.getAsLong()));
    }

    private State hold(State next) {
        state = next;
        return next;
    }

    private static CredentialException problem(Exception error) {
        if (error instanceof CredentialException known) {
            return known;
        }
        return new CredentialException(
                error instanceof TimeoutException
                        ? "reading the credentials took longer than " + READ_TIMEOUT.toSeconds() + " s"
                        : "the credentials cannot be read: " + error,
                error);
    }

    /** The result of a reading: credentials, a problem, or earlier credentials and a problem. */
    private static final class State {
        private final @Nullable Credentials credentials;
        private final @Nullable CredentialException problem;
        private final long readAtNanos;

        State(@Nullable Credentials credentials, @Nullable CredentialException problem, long readAtNanos) {
            this.credentials = credentials;
            this.problem = problem;
            this.readAtNanos = readAtNanos;
        }

        boolean hasExpired(Instant now) {
            return credentials != null && credentials.expiresAt() != null && !now.isBefore(credentials.expiresAt());
        }

        Mono<Credentials> get() {
            if (credentials != null) {
                return Mono.just(credentials);
            }
            return Mono.error(
                    problem == null ? new IllegalStateException("neither credentials nor a problem") : problem);
        }
    }
}
