package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;

/**
 * What an answer says about the service, whatever it says about its task. The only place that reads verdicts this way.
 *
 * @param code of the failure, empty if there was none
 * @param message of the failure, empty if there was none
 */
record HealthSignal(Kind kind, String code, String message) {

    private static final Verdict.Cases<HealthSignal> READING = new Reading();

    enum Kind {
        /** A well-formed answer about the task. */
        GOOD,
        /** Contradicts itself; service and credentials work all the same. */
        MALFORMED,
        NOT_FOUND,
        /** Refused: credentials, clock, permissions, billing or configuration, or the task itself. */
        REFUSED,
        /** The service or the network. */
        UNAVAILABLE,
        /** Too many calls: says nothing about the service or the task. */
        THROTTLED;

        /** Whether MPS has answered about the task, so that service and credentials work. */
        boolean isGood() {
            return this == GOOD || this == MALFORMED;
        }
    }

    static HealthSignal of(Verdict verdict) {
        return verdict.fold(READING);
    }

    private static final class Reading implements Verdict.Cases<HealthSignal> {
        private static final HealthSignal GOOD = new HealthSignal(Kind.GOOD, "", "");

        @Override
        public HealthSignal done(Verdict.Done verdict) {
            return GOOD;
        }

        @Override
        public HealthSignal failed(Verdict.Failed verdict) {
            return GOOD;
        }

        @Override
        public HealthSignal unfinished(Verdict.Unfinished verdict) {
            return GOOD;
        }

        @Override
        public HealthSignal notFound(Verdict.NotFound verdict) {
            return new HealthSignal(Kind.NOT_FOUND, verdict.code(), verdict.message());
        }

        @Override
        public HealthSignal malformed(Verdict.Malformed verdict) {
            return new HealthSignal(Kind.MALFORMED, "malformed", verdict.message());
        }

        @Override
        public HealthSignal throttled(Verdict.Throttled verdict) {
            return new HealthSignal(Kind.THROTTLED, verdict.code(), verdict.message());
        }

        @Override
        public HealthSignal unavailable(Verdict.Unavailable verdict) {
            return new HealthSignal(Kind.UNAVAILABLE, verdict.code(), verdict.message());
        }

        @Override
        public HealthSignal refused(Verdict.Refused verdict) {
            return new HealthSignal(Kind.REFUSED, verdict.code(), verdict.message());
        }
    }
}
