package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;

/**
 * What an answer says about the service, whatever it says about its task. The only place where verdicts are read that way.
 *
 * @param code of the failure, empty where it was none
 * @param message of the failure, empty where it was none
 */
record HealthSignal(Kind kind, String code, String message) {

    private static final Verdict.Cases<HealthSignal> READING = new Reading();

    /** What kind of answer it was. */
    enum Kind {
        /** A well-formed answer about the task. */
        GOOD,
        /** Contradicts itself; service and credentials are well all the same. */
        MALFORMED,
        /** No such task. */
        NOT_FOUND,
        /** Our credentials, clock, rights, bill or configuration, or the task's own. */
        REFUSED,
        /** The service, or the way to it. */
        UNAVAILABLE,
        /** Too many calls: says nothing of either. */
        THROTTLED;

        /** Whether MPS has answered about the task, so that service and credentials are well. */
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
