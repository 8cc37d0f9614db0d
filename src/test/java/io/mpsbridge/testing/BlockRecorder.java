package io.mpsbridge.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Remembers and prints every block that BlockHound finds, besides failing it: a failed call may be retried and leave no
 * other trace. Found by BlockHound itself as a service.
 */
public final class BlockRecorder implements BlockHoundIntegration {
    /**
     * Netty's allocator waits for a buffer's copy under a lock when several threads begin to allocate at once. Netty's
     * own list allows the same in its other allocator.
     */
    private static final String ALLOCATOR = "io.netty.buffer.AdaptivePoolingAllocator";

    private static final int OWN_FRAMES = 3; // the callback and BlockHound
    private static final int MOST_FRAMES = 40;
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(ALLOCATOR + "$MagazineGroup", "tryExpandMagazines");
        builder.allowBlockingCallsInside(ALLOCATOR + "$MagazineGroup", "free");
        builder.blockingMethodCallback(method -> {
            BlockingOperationError error = new BlockingOperationError(method);
            String found = Thread.currentThread().getName() + ": " + where(error);
            FOUND.add(found);
            System.err.println(found);
            throw error;
        });
    }

    private static String where(BlockingOperationError error) {
        return Arrays.stream(error.getStackTrace())
                .skip(OWN_FRAMES)
                .limit(MOST_FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining("\n  at ", error.getMessage() + "\n  at ", ""));
    }

    /** What was found since {@link #forget}: the thread, the method and who called it. */
    public static List<String> found() {
        return List.copyOf(FOUND);
    }

    /** Begins anew. */
    public static void forget() {
        FOUND.clear();
    }
}
