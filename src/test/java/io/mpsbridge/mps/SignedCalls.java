package io.mpsbridge.mps;

import io.mpsbridge.task.TaskKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** What a signed call costs the client: for benchmarks. */
public final class SignedCalls {

    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private SignedCalls() {}

    /**
     * CPU time of the client's threads per call, in nanoseconds, against a peer on loopback in this process whose
     * threads do not count; after as many calls that do not count either.
     */
    public static double cpuNanos(int calls) {
        LoopResources threads = LoopResources.create("peer", 1, true);
        DisposableServer peer = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(threads)
                .handle((request, response) ->
                        request.receive().aggregate().then(Mono.from(response.sendString(Mono.just(Peer.RUN)))))
                .bindNow(PATIENCE);
        MpsClient client =
                MpsFixtures.client(MpsFixtures.settings("http://127.0.0.1:" + peer.port(), MpsFixtures.PERMANENT));
        try {
            call(client, calls);
            long before = clientCpuNanos();
            call(client, calls);
            return (double) (clientCpuNanos() - before) / calls;
        } finally {
            client.close().block(PATIENCE);
            peer.disposeNow(PATIENCE);
            threads.disposeLater().block(PATIENCE);
        }
    }

    private static void call(MpsClient client, int calls) {
        Flux.range(0, calls)
                .flatMap(i -> client.describe(TaskKind.IMAGE, "4-AigcImage-" + i, () -> true), AT_ONCE)
                .blockLast(PATIENCE);
    }

    private static long clientCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("mps-http")) {
                sum += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return sum;
    }
}
