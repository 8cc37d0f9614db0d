package io.mpsbridge.mps;

import reactor.core.publisher.Mono;

/** One place where credentials may be found. */
interface CredentialProvider {

    /**
     * Reads what is there now, on threads that may block where that is needed. Empty if this place holds none, so that the
     * next one is asked; {@link CredentialException} if it does but they cannot be used.
     */
    Mono<Credentials> load();

    /** Gives back what it holds. */
    default Mono<Void> close() {
        return Mono.empty();
    }
}
