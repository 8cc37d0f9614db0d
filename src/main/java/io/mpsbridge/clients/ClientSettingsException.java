package io.mpsbridge.clients;

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

    /** What to throw if a client cannot be made: this if its settings are at fault, else the failure itself. */
    public static RuntimeException of(KafkaException failure) {
        return failure.getCause() instanceof ConfigException refused
                ? new ClientSettingsException("kafka.*: " + refused.getMessage(), failure)
                : failure;
    }
}
