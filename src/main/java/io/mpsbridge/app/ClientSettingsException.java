package io.mpsbridge.app;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** A Kafka client refuses its settings ({@code kafka.*}); the message is the client's own and names the key. */
public final class ClientSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ClientSettingsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What to throw for the failure to make a client: this if its settings are at fault, else the failure itself. */
    static RuntimeException of(KafkaException failure) {
        return failure.getCause() instanceof ConfigException refused
                ? new ClientSettingsException("kafka.*: " + refused.getMessage(), failure)
                : failure;
    }
}
