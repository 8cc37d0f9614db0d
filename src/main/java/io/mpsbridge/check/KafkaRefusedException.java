package io.mpsbridge.check;

/** Kafka refuses what the bridge cannot do without, and waiting would not change that; the message says what and why. */
public final class KafkaRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    KafkaRefusedException(String message) {
        super(message);
    }
}
