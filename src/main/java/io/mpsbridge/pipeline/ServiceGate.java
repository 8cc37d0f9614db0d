package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether polling flows, or is held because something is wrong that no single task is to blame for: our credentials,
 * rights, bill or configuration (suspended), or the service itself (outage). While held, one probe at a time goes out,
 * ever more rarely. The first good answer to a probe opens the gate again, step by step ({@link Ramp}); a relapse on the
 * way closes it at once. No task fails for what holds the gate.
 *
 * <p>Only answers to requests that left after the hold began tell anything about it: those from before say how things
 * were. Owned by the pipeline's thread; nanoseconds are of one monotonic clock.
 */
final class ServiceGate {

    /** So many failed answers, or so many tasks not found, with no good answer between them, are no accident. */
    static final int IN_A_ROW = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ServiceGate.class);
    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(10).toNanos();

    private enum Cause {
        OUTAGE(Hold.Kind.OUTAGE),
        REFUSED(Hold.Kind.SUSPENDED),
        NOT_FOUND(Hold.Kind.SUSPENDED);

        private final Hold.Kind kind;

        Cause(Hold.Kind kind) {
            this.kind = kind;
        }
    }

    /**
     * When a request left and when its answer came.
     *
     * @param sentAt nanoseconds
     * @param now nanoseconds
     * @param wall the same moment as {@code now}
     */
    record When(long sentAt, long now, Instant wall) {}

    private final Ramp ramp = new Ramp();
    private int unavailableInARow;
    private int notFoundInARow;

    private @Nullable Cause cause;
    private @Nullable Hold hold;
    private @Nullable Hold lastLogged;
    private long heldAt;
    private long probeAt;
    private long pause = FIRST_PAUSE;
    /** Nanoseconds that holds took, those that have ended. */
    private long heldFor;

    /** Why polling is held, and since when. */
    Optional<Hold> hold() {
        return Optional.ofNullable(hold);
    }

    /**
     * Whether polling is held back still, after a hold.
     *
     * @param open calls that have not been answered yet
     */
    boolean isOpening(long now, int open) {
        return ramp.isUnderWay(now, open);
    }

    /** Nanoseconds until the next probe may leave; meaningful while held. */
    long probeIn(long now) {
        return Math.max(0, probeAt - now);
    }

    /** A clock that stands still while polling is held, in nanoseconds. */
    long flowed(long now) {
        return now - heldFor - (hold == null ? 0 : now - heldAt);
    }

    /**
     * Nanoseconds until a request may leave as far as the gate is concerned; {@link Long#MAX_VALUE} while a probe, or a
     * call from before the hold, is open.
     *
     */
    long waitNanos(long now, int open) {
        if (hold == null) {
            return ramp.waitNanos(now);
        }
        return open > 0 ? Long.MAX_VALUE : probeIn(now);
    }

    /**
     * A request leaves.
     *
     * @param open calls that have not been answered yet, without this one
     */
    void left(long now, int open) {
        if (ramp.left(now, open)) {
            flows();
        }
    }

    /**
     * The task that answered lives, has ended, or gave a clear answer of its own: credentials and service are well.
     *
     * @param share requests per second at which the gate is wide open
     */
    void good(When when, int share) {
        unavailableInARow = 0;
        notFoundInARow = 0;
        if (isProbe(when.sentAt())) {
            open(when.now());
        } else {
            steepen(when, share);
        }
    }

    /** Others use the quota too: the service answers, and says nothing about us or the task. */
    void throttled(When when) {
        if (isProbe(when.sentAt())) {
            probeAt = when.now() + pause;
        }
    }

    /** The service has a problem, it seems. */
    void unavailable(Verdict.Unavailable verdict, When when) {
        unavailableInARow++;
        if (hold != null) {
            again(when);
        } else if (unavailableInARow >= IN_A_ROW || ramp.isUnderWay(when.now(), 1)) {
            close(Cause.OUTAGE, verdict.code(), verdict.message(), when);
        }
    }

    void refused(Verdict.Refused verdict, When when) {
        close(Cause.REFUSED, verdict.code(), verdict.message(), when);
        again(when);
    }

    /**
     * Not found by the many, or by one that was seen alive, is our own doing: the credentials or the endpoint are another
     * account's. A task raises that suspicion once: if a good answer to another has refuted it, the task alone is to blame.
     *
     * @return true if the answer is taken to be about us rather than the task
     */
    boolean notFound(Verdict.NotFound verdict, Watch watch, When when, int share) {
        unavailableInARow = 0;
        boolean first = watch.newlyNotFound();
        if (first) {
            notFoundInARow++;
        }
        if (notFoundInARow >= IN_A_ROW || (first && watch.seenAlive())) {
            close(
                    Cause.NOT_FOUND,
                    verdict.code(),
                    "many tasks, or tasks already seen alive, are not found: are credentials"
                            + " and endpoint those of the account that submits the tasks?",
                    when);
        } else if (hold != null && cause != Cause.NOT_FOUND && isProbe(when.sentAt())) {
            // The service answers, and the credentials are accepted.
            open(when.now());
        } else {
            steepen(when, share);
        }
        again(when);
        return hold != null;
    }

    private void steepen(When when, int share) {
        if (hold == null && ramp.good(when.now(), share)) {
            flows();
        }
    }

    private void flows() {
        LOG.atInfo().log("polling flows again");
        lastLogged = null;
    }

    private boolean isProbe(long sentAt) {
        return hold != null && sentAt - heldAt > 0;
    }

    private void close(Cause why, String code, String message, When when) {
        if (hold == null) {
            ramp.end();
            heldAt = when.now();
            probeAt = when.now() + pause;
            hold = new Hold(why.kind, code, message, when.wall());
        } else if (!hold.code().equals(code) || hold.kind() != why.kind) {
            hold = new Hold(why.kind, code, message, hold.since());
        }
        cause = why;
        log(hold);
    }

    /** The first good answer, or at least one of a service that works. */
    private void open(long now) {
        heldFor += now - heldAt;
        hold = null;
        cause = null;
        pause = FIRST_PAUSE;
        ramp.begin(now);
    }

    /** If that was a probe, the next one comes later. */
    private void again(When when) {
        if (isProbe(when.sentAt())) {
            pause = Math.min(LONGEST_PAUSE, pause * 2);
            probeAt = when.now() + pause;
        }
    }

    /** A relapse into the same trouble is not told again. */
    private void log(Hold now) {
        if (lastLogged == null
                || lastLogged.kind() != now.kind()
                || !lastLogged.code().equals(now.code())) {
            lastLogged = now;
            LOG.atWarn()
                    .addKeyValue("kind", now.kind())
                    .addKeyValue("code", now.code())
                    .addKeyValue("reason", now.message())
                    .log("polling is held, single probes go on; no task fails for this");
        }
    }
}
