package io.mpsbridge.mps;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Temporary credentials of another place, kept and renewed from ten minutes before their end on, or at once when MPS
 * has refused them: somebody may have revoked their session. It asks that place at most every twenty seconds, five if
 * there are none yet, so that a refusal that no renewal cures costs little.
 *
 * <p>One load at a time, as {@link CredentialSource} sees to.
 */
final class RenewedCredentials implements CredentialProvider {

    static final Duration AHEAD = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(20);
    /** While there are none to go on with. */
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(5);

    private final CredentialProvider place;
    private final InstantSource clock;
    private volatile @Nullable Credentials kept;
    private volatile boolean refused;
    private volatile @Nullable CredentialException failure;
    private volatile Instant notBefore = Instant.MIN;

    /** @param place gives new credentials at each load */
    RenewedCredentials(CredentialProvider place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
    }

    @Override
    public Mono<Credentials> load() {
        return Mono.defer(() -> {
            Credentials known = kept;
            Instant now = clock.instant();
            if (known != null && !refused && !endsBefore(known, now.plus(AHEAD))) {
                return Mono.just(known);
            }
            if (now.isBefore(notBefore)) {
                CredentialException failed = failure;
                return failed != null || known == null || endsBefore(known, now)
                        ? Mono.error(failed == null ? new CredentialException(ended(known)) : failed)
                        : Mono.just(known);
            }
            return renewed();
        });
    }

    @Override
    public void refused(Credentials credentials) {
        if (credentials.equals(kept)) {
            refused = true;
        }
    }

    @Override
    public Mono<Void> close() {
        return place.close();
    }

    private Mono<Credentials> renewed() {
        return place.load()
                .doOnNext(fresh -> {
                    kept = fresh;
                    refused = false;
                    failure = null;
                    notBefore = clock.instant().plus(PAUSE);
                })
                .doOnError(CredentialException.class, problem -> {
                    failure = problem;
                    notBefore = clock.instant().plus(kept == null ? SHORT_PAUSE : PAUSE);
                });
    }

    private static boolean endsBefore(Credentials credentials, Instant time) {
        Instant end = credentials.expiresAt();
        return end != null && !time.isBefore(end);
    }

    private static String ended(@Nullable Credentials known) {
        return "the credentials from " + (known == null ? "nowhere" : known.source()) + " have ended";
    }
}
