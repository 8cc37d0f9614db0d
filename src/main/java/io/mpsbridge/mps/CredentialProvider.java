package io.mpsbridge.mps;

import reactor.core.publisher.Mono;

/** A place where credentials may be. */
interface CredentialProvider {

    /**
     * Reads the credentials, on threads that may block if necessary. Empty if there are none here, so that the next
     * provider is tried; {@link CredentialException} if they are unusable.
     */
    Mono<Credentials> load();

    /** MPS has refused these credentials, wherever they come from: what is kept of them is to be renewed. */
    default void refused(Credentials credentials) {}

    /** Closes what it opened. */
    default Mono<Void> close() {
        return Mono.empty();
    }
}
