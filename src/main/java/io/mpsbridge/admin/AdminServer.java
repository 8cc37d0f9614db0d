package io.mpsbridge.admin;

import io.mpsbridge.pipeline.TaskPosition;
import io.mpsbridge.pipeline.TaskView;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Read-only HTTP for probes, Prometheus and people. Runs on threads of its own and bounds everything that a client can
 * make it hold, so that no client can slow down polling.
 */
public final class AdminServer {

    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_CONNECTIONS_QUEUED = 128;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_LINE_BYTES = 4 * 1024;
    /** No client can queue requests without reading the answers, or send an endless body. */
    private static final int REQUESTS_PER_CONNECTION = 1;

    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(16 * 1024, 64 * 1024);

    /** What the server shows; called on every request, so none but {@link #documents} may block. */
    public interface Sources {
        /** Whether the process works at all; depends on no other system. */
        Mono<Health> live();

        /** Whether the replica does its job. */
        Mono<Health> ready();

        /** The whole state, as values that Jackson can write. */
        Mono<Object> status();

        /** All meters, for Prometheus. */
        Mono<HttpContent> metrics();

        /** All tasks in flight, in slices. */
        Flux<List<TaskView>> tasks();

        /** Where these tasks stand in the service's queue, of those of which it is known. */
        Mono<Map<String, TaskPosition>> positions(Collection<String> taskIds);

        /** The contract's documents by name; called once, and may read files. */
        Map<String, HttpContent> documents();
    }

    private final DisposableServer server;
    private final LoopResources loops;
    private final Scheduler scheduler;

    private AdminServer(DisposableServer server, LoopResources loops, Scheduler scheduler) {
        this.server = server;
        this.loops = loops;
        this.scheduler = scheduler;
    }

    /**
     * Binds the port.
     *
     * @throws UncheckedIOException if the port is taken; the message names the key to change
     */
    public static AdminServer start(AdminSettings settings, Sources sources, Activity activity) {
        LoopResources loops = LoopResources.create("mps-bridge-admin", 1, true);
        Scheduler scheduler = Schedulers.newSingle("mps-bridge-console", true);
        Connections connections = new Connections(MAX_CONNECTIONS);
        try {
            DisposableServer server = HttpServer.create()
                    .host(settings.host())
                    .port(settings.port())
                    .runOn(loops)
                    .idleTimeout(IDLE_TIMEOUT)
                    .requestTimeout(REQUEST_TIMEOUT)
                    .maxKeepAliveRequests(REQUESTS_PER_CONNECTION)
                    .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS_QUEUED)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                    .httpRequestDecoder(
                            spec -> spec.maxHeaderSize(MAX_HEADER_BYTES).maxInitialLineLength(MAX_LINE_BYTES))
                    .doOnChannelInit((observer, channel, address) -> connections.opened(channel))
                    .handle(new Routes(sources, activity, scheduler)::answer)
                    .bindNow(BIND_TIMEOUT);
            return new AdminServer(server, loops, scheduler);
        } catch (ChannelBindException e) {
            loops.dispose();
            scheduler.dispose();
            throw new UncheckedIOException(
                    AdminAddress.problem(settings)
                            .map(AdminAddress.Problem::message)
                            .orElseGet(() -> "admin.port " + settings.port() + " on " + settings.host()
                                    + " was taken for a moment: start again, or set another (ADMIN_PORT)"),
                    new BindException(e.getMessage()));
        }
    }

    /** The bound port. */
    public int port() {
        return server.port();
    }

    /** Stops listening, within two seconds. */
    public void close() {
        server.disposeNow(CLOSE_TIMEOUT);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).subscribe();
        scheduler.dispose();
    }
}
