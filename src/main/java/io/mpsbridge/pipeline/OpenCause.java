package io.mpsbridge.pipeline;

/** Why the circuit breaker is open. */
enum OpenCause {
    OUTAGE(Hold.Kind.OUTAGE),
    REFUSED(Hold.Kind.SUSPENDED),
    NOT_FOUND(Hold.Kind.SUSPENDED) {
        @Override
        String message(String ofAnswer) {
            return "many tasks, or tasks already seen alive, are not found: are credentials"
                    + " and endpoint those of the account that submits the tasks?";
        }
    },
    CLOCK(Hold.Kind.CLOCK);

    private final Hold.Kind kind;

    OpenCause(Hold.Kind kind) {
        this.kind = kind;
    }

    Hold.Kind kind() {
        return kind;
    }

    /** The message for people; includes the answer's own if that says more. */
    String message(String ofAnswer) {
        return ofAnswer;
    }
}
