package io.mpsbridge.app;

/** A Kafka client refuses its settings ({@code kafka.*}); the message is the client's own and names the key. */
public final class ClientSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClientSettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
