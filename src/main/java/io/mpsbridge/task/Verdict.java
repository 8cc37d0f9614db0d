package io.mpsbridge.task;

import org.jspecify.annotations.Nullable;

/** The result of one poll of one task. Expected results of a remote call are values, never exceptions. */
public sealed interface Verdict {

    /** The vendor's id of the answer, or null where no answer came from the vendor. */
    @Nullable String requestId();

    /** Handles every case; each method gets the case it is named for. */
    <R> R fold(Cases<R> cases);

    /** One method per case. */
    interface Cases<R> {
        R done(Done verdict);

        R failed(Failed verdict);

        R unfinished(Unfinished verdict);

        R notFound(NotFound verdict);

        R malformed(Malformed verdict);

        R throttled(Throttled verdict);

        R unavailable(Unavailable verdict);

        R refused(Refused verdict);
    }

    /** DONE with at least one usable URL. */
    record Done(TaskResults results, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.done(this);
        }
    }

    /** FAIL: the vendor could not make it. */
    record Failed(String message, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.failed(this);
        }
    }

    /** WAIT, RUN, or a status of a newer API: a well-formed answer about a task that has not ended. */
    record Unfinished(String status, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unfinished(this);
        }
    }

    /** No such task, or an id that cannot be one. */
    record NotFound(String code, String message, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notFound(this);
        }
    }

    /** DONE without a usable URL: a contradiction. */
    record Malformed(String message, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.malformed(this);
        }
    }

    /** Too many calls by all users of the account together; says nothing about the task. */
    record Throttled(String code, String message, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.throttled(this);
        }
    }

    /**
     * The service or the network has a problem, or the code is unknown: retry later.
     *
     * @param code the vendor's error code, or one of ours in lower case such as {@code http-503}, {@code timeout},
     *     {@code connect}, {@code unreadable}
     */
    record Unavailable(
            String code, String message, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unavailable(this);
        }
    }

    /** Our credentials, clock, permissions, billing or configuration: no task fails for it. */
    record Refused(String code, String message, @Nullable String requestId) implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.refused(this);
        }
    }
}
