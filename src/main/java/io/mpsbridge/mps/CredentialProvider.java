package io.mpsbridge.mps;

import reactor.core.publisher.Mono;

/** A place where credentials may be. */
interface CredentialProvider {

    /**
     * Reads the credentials, on threads that may block where that is needed. Empty if there are none here, so that the
     * next provider is asked; {@link CredentialException} if there are but they cannot be used.
     */
    Mono<Credentials> load();

    /** Closes what it opened. */
    default Mono<Void> close() {
        return Mono.empty();
    }
}
