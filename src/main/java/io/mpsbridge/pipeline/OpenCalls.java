package io.mpsbridge.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Divides the open calls of the process among its pipelines. Each may have its fair share, and more while others leave
 * some unused; an eighth is kept for those below their share, so that one whose calls all hang leaves room for the
 * others. A pipeline without room waits its turn. Owned by the thread that the pipelines share.
 */
public final class OpenCalls {

    private static final int KEPT_ONE_IN = 8;

    private final int most;
    private final Deque<Share> waiting = new ArrayDeque<>();
    private int open;
    /** Shares that have opened a call. */
    private int used;

    /** @param most calls open at once, of all pipelines */
    public OpenCalls(int most) {
        this.most = most;
    }

    /** The most calls open at once, of all pipelines. */
    int most() {
        return most;
    }

    /** Another pipeline's share. */
    Share share() {
        return new Share();
    }

    private void wakeNext() {
        Share next = waiting.poll();
        if (next != null) {
            next.waits = false;
            next.opened = false;
            next.wake.run();
        }
    }

    /** One pipeline's calls. */
    final class Share {
        private Runnable wake = this::woken;
        private int mine;
        private boolean wasUsed;
        private boolean waits;
        /** Since it was woken. */
        private boolean opened;

        /** @param action tells the pipeline that it may have room now; it must end in {@link #woken} */
        void onWake(Runnable action) {
            wake = action;
        }

        /** Whether a call may be opened now; if not, the pipeline is woken when that may have changed. */
        boolean hasRoom() {
            int fair = most / Math.max(1, wasUsed ? used : used + 1);
            boolean hasRoom = open < most && (mine < fair || open < most - most / KEPT_ONE_IN);
            if (!hasRoom && !waits) {
                waits = true;
                waiting.add(this);
            }
            return hasRoom;
        }

        void opened() {
            open++;
            mine++;
            used += wasUsed ? 0 : 1;
            wasUsed = true;
            opened = true;
        }

        void closed() {
            open--;
            mine--;
            wakeNext();
        }

        /** The pipeline has looked whether it has a call to open: if it had none, the room is another's. */
        void woken() {
            if (!opened && !waits) {
                wakeNext();
            }
        }

        int open() {
            return mine;
        }
    }
}
