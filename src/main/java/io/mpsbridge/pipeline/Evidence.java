package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;

/**
 * What an answer says about the service, whatever it says about its task. The only place where verdicts are read that way.
 *
 * @param code of the failure, empty where it was none
 * @param message of the failure, empty where it was none
 */
record Evidence(Kind kind, String code, String message) {

    private static final Verdict.Cases<Evidence> READING = new Reading();

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

    static Evidence of(Verdict verdict) {
        return verdict.fold(READING);
    }

    private static final class Reading implements Verdict.Cases<Evidence> {
        private static final Evidence GOOD = new Evidence(Kind.GOOD, "", "");

        @Override
        public Evidence done(Verdict.Done verdict) {
            return GOOD;
        }

        @Override
        public Evidence failed(Verdict.Failed verdict) {
            return GOOD;
        }

        @Override
        public Evidence unfinished(Verdict.Unfinished verdict) {
            return GOOD;
        }

        @Override
        public Evidence notFound(Verdict.NotFound verdict) {
            return new Evidence(Kind.NOT_FOUND, verdict.code(), verdict.message());
        }

        @Override
        public Evidence malformed(Verdict.Malformed verdict) {
            return new Evidence(Kind.MALFORMED, "malformed", verdict.message());
        }

        @Override
        public Evidence throttled(Verdict.Throttled verdict) {
            return new Evidence(Kind.THROTTLED, verdict.code(), verdict.message());
        }

        @Override
        public Evidence unavailable(Verdict.Unavailable verdict) {
            return new Evidence(Kind.UNAVAILABLE, verdict.code(), verdict.message());
        }

        @Override
        public Evidence refused(Verdict.Refused verdict) {
            return new Evidence(Kind.REFUSED, verdict.code(), verdict.message());
        }
    }
}
