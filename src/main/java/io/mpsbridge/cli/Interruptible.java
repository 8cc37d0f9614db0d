package io.mpsbridge.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/** Runs work so that SIGTERM and Ctrl-C end it in order: it prints its report and its exit code counts. */
final class Interruptible {
    private static final int LAST_WORDS_SECONDS = 30;

    private Interruptible() {}

    /** @param stop makes the work return soon; called by another thread */
    static int run(IntSupplier work, Runnable stop) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread hook = new Thread(() -> end(stop, code), "mps-bridge-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int result = work.getAsInt();
            code.complete(result);
            return result;
        } finally {
            code.complete(ExitCode.FAILED);
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The hook is running: it waits for the code and ends the process with it.
            }
        }
    }

    private static void end(Runnable stop, CompletableFuture<Integer> code) {
        stop.run();
        try {
            Runtime.getRuntime().halt(code.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
    }
}
