package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether polling flows, or is held because something is wrong that no single task is to blame for: our credentials,
 * rights, bill or configuration (suspended), or the service itself (outage). While held, one probe at a time goes out,
 * ever more rarely, and the first good answer lets polling flow again. No task fails for what holds the gate.
 *
 * <p>Owned by the pipeline's thread.
 */
final class ServiceGate {

    /** So many failed answers, or so many tasks not found, with no good answer between them, are no accident. */
    static final int IN_A_ROW = 20;

    private static final long FIRST_PROBE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

    private int unavailableInARow;
    private int notFoundInARow;
    private @Nullable Hold hold;
    private long probeAt;
    private long pause = FIRST_PROBE;
    private boolean probing;

    /** Why polling is held, and since when. */
    Optional<Hold> hold() {
        return Optional.ofNullable(hold);
    }

    /**
     * Nanoseconds until a request may leave as far as the gate is concerned; {@link Long#MAX_VALUE} while a probe, or a
     * call from before the hold, is open.
     */
    long waitNanos(long now, int open) {
        if (hold == null) {
            return 0;
        }
        return open > 0 ? Long.MAX_VALUE : Math.max(0, probeAt - now);
    }

    /** A request leaves. */
    void left() {
        probing = hold != null;
    }

    /** The task that answered lives, has ended, or gave a clear answer of its own: credentials and service are well. */
    void good() {
        unavailableInARow = 0;
        notFoundInARow = 0;
        hold = null;
        probing = false;
        pause = FIRST_PROBE;
    }

    /** Others use the quota too: the service answers, and says nothing about us or the task. */
    void throttled(long now) {
        again(now);
    }

    /** The service has a problem, it seems. */
    void unavailable(Verdict.Unavailable verdict, Instant at, long now) {
        if (++unavailableInARow >= IN_A_ROW) {
            hold(Hold.Kind.OUTAGE, verdict.code(), verdict.message(), at, now);
        }
        again(now);
    }

    void refused(Verdict.Refused verdict, Instant at, long now) {
        hold(Hold.Kind.SUSPENDED, verdict.code(), verdict.message(), at, now);
        again(now);
    }

    /**
     * Not found by the many, or by one that was seen alive, is our own doing: the credentials or the endpoint are another
     * account's.
     *
     * @return true if the answer is taken to be about us rather than the task
     */
    boolean notFound(Verdict.NotFound verdict, Watch watch, Instant at, long now) {
        unavailableInARow = 0;
        if (watch.newlyNotFound()) {
            notFoundInARow++;
        }
        if (notFoundInARow >= IN_A_ROW || watch.seenAlive()) {
            hold(
                    Hold.Kind.SUSPENDED,
                    verdict.code(),
                    "many tasks, or tasks already seen alive, are not found: are credentials and endpoint those of the account"
                            + " that submits the tasks?",
                    at,
                    now);
        }
        again(now);
        return hold != null;
    }

    private void hold(Hold.Kind kind, String code, String message, Instant at, long now) {
        if (hold == null) {
            probeAt = now + pause;
            hold = new Hold(kind, code, message, at);
        } else if (hold.kind() != kind || !hold.code().equals(code)) {
            hold = new Hold(kind, code, message, hold.since());
        }
    }

    private void again(long now) {
        if (hold != null && probing) {
            pause = Math.min(LONGEST_PAUSE, pause * 2);
            probeAt = now + pause;
            probing = false;
        }
    }
}
