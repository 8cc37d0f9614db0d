package io.mpsbridge.testing;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Remembers every block that BlockHound finds, besides failing it: a failed call may be retried and leave no other
 * trace. Found by BlockHound itself as a service.
 */
public final class BlockRecorder implements BlockHoundIntegration {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.blockingMethodCallback(method -> {
            FOUND.add(Thread.currentThread().getName() + ": " + method);
            throw new BlockingOperationError(method);
        });
    }

    /** What was found since {@link #forget}: the thread and the method. */
    public static List<String> found() {
        return List.copyOf(FOUND);
    }

    /** Begins anew. */
    public static void forget() {
        FOUND.clear();
    }
}
