package io.mpsbridge.clients;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** A Kafka client refuses its settings ({@code kafka.*}); the message is the client's own and names the key. */
public final class ClientSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ClientSettingsException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Opens clients.
     *
     * @throws ClientSettingsException if one refuses its settings
     */
    public static <T> T unlessRefused(Supplier<T> open) {
        try {
            return open.get();
        } catch (KafkaException e) {
            throw of(e);
        }
    }

    /**
     * What to throw if a client cannot be made: this if its settings are at fault, else the failure itself. A client
     * connects to nobody while it is made, so whatever a plain failure wraps comes from its settings: a key, a file, a
     * login module.
     */
    public static RuntimeException of(KafkaException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof ConfigException) {
            return new ClientSettingsException("kafka.*: " + withRemedy(String.valueOf(cause.getMessage())), failure);
        }
        return cause != null && failure.getClass() == KafkaException.class
                ? new ClientSettingsException("kafka.*: " + withRemedy(reasons(cause)), failure)
                : failure;
    }

    private static String withRemedy(String reason) {
        return reason.contains("JAAS") || reason.contains("LoginModule")
                ? reason + "; kafka.sasl.jaas.config must be one line, such as"
                        + " `org.apache.kafka.common.security.scram.ScramLoginModule required username=\"…\" password=\"…\";`"
                : reason;
    }

    /** The messages of a chain of causes, without those that repeat their cause's. */
    private static String reasons(Throwable failure) {
        Throwable cause = failure.getCause();
        String message = String.valueOf(failure.getMessage());
        if (cause == null) {
            return failure.getMessage() == null || failure instanceof IOException ? failure.toString() : message;
        }
        String rest = reasons(cause);
        return message.startsWith(cause.getClass().getName()) ? rest : message + ": " + rest;
    }
}
