package io.mpsbridge.check;

/** Kafka refuses something that the bridge needs, and retrying does not help; the message says what and why. */
public final class KafkaRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    KafkaRefusedException(String message) {
        super(message);
    }
}
