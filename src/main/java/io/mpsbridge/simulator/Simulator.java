package io.mpsbridge.simulator;

import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * A stand-in for MPS on a port of its own: {@code CreateAigcImageTask} and {@code DescribeAigcImageTask} with the
 * vendor's signatures and errors, and a strict limit over any one-second window.
 *
 * <p>{@code CreateAigcImageTask} and {@link #create} create tasks, and so does the first poll of an id that begins with
 * {@code sim-}, which can script the task (see {@link TaskScript}), or of any id with {@link Workload#adoptUnknown()}.
 * What is not given is drawn from the seed and the id alone.
 *
 * <p>With {@link Concurrency}, tasks wait for a slot of their model, and durations count from their start.
 *
 * <p>{@link Reports} adds unsigned endpoints under {@code /_simulator/}. Thread-safe.
 */
public final class Simulator implements AutoCloseable {

    private static final Duration READ_WITHIN = Duration.ofSeconds(30);
    private static final Duration IDLE_AT_MOST = Duration.ofMinutes(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    private final SimulatorTime time;
    private final Arrivals arrivals;
    private final TaskRegistry tasks;
    private final AnswerCounts counts = new AnswerCounts();
    private final Faults faults;
    private final LoopResources loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Scheduler delays = Schedulers.newSingle("simulator-delays", true);
    private final Scheduler reports = Schedulers.newSingle("simulator-reports", true);
    private final DisposableServer server;

    private Simulator(SimulatorSettings settings, SimulatorTime time) {
        this.time = time;
        this.arrivals = new Arrivals(time, settings.rateLimit());
        this.tasks = new TaskRegistry(
                settings.workload(),
                Scheduling.of(settings.concurrency(), settings.workload()),
                settings.maxTasks(),
                time);
        this.faults = new Faults(
                time,
                counts,
                new SeededRandom(new SplittableRandom(settings.workload().seed())));
        this.loops = LoopResources.create(
                "mps-simulator", Math.min(4, Runtime.getRuntime().availableProcessors()), true);
        this.server = bind(settings);
    }

    /**
     * Binds the port.
     *
     * @param monotonic nanoseconds that never go back, as {@code System.nanoTime()}
     * @throws PortTakenException if the port is taken or the host is not one of this machine
     */
    public static Simulator start(SimulatorSettings settings, InstantSource wall, LongSupplier monotonic) {
        return new Simulator(settings, new SimulatorTime(wall, monotonic));
    }

    public int port() {
        return server.port();
    }

    /** Where the API is, such as {@code http://127.0.0.1:9911/}. */
    public URI uri() {
        String host = server.host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/");
    }

    /**
     * Creates a task with a given end.
     *
     * @param at its time of creation, past or future; it waits until then
     * @param duration from then, or with slots from its start, to its end; exact, not scaled
     * @throws IllegalStateException if the id is taken or there is no room
     */
    public void create(String taskId, Instant at, Duration duration, Ending ending) {
        tasks.create(taskId, at, duration, ending);
    }

    /** The active faults, to add to and to clear. */
    public Faults faults() {
        return faults;
    }

    /** Slow: visits all tasks. */
    public Stats stats() {
        TaskStatistics statistics = TaskStatistics.of(tasks, time.nanos());
        Arrivals.Totals totals = arrivals.totals();
        long authFailures = counts.errors().entrySet().stream()
                .filter(error -> error.getKey().startsWith("AuthFailure"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Stats(
                time.instant(0),
                totals.calls(),
                totals.peak(),
                totals.peakAt().orElse(null),
                totals.refused(),
                authFailures,
                counts.statuses(),
                counts.errors(),
                counts.faults(),
                statistics.counts(),
                statistics.queue(tasks.scheduling()),
                statistics.detectionDelay());
    }

    /**
     * Answers to {@code DescribeAigcImageTask} so far that carried a task's state, without those that a fault replaced.
     */
    public long goodAnswers() {
        return counts.states();
    }

    /** Up to {@code limit} tasks in order of creation, beginning with the given number. */
    public List<TaskReport> tasks(int offset, int limit) {
        return tasks.list(offset, limit).stream()
                .map(task -> TaskReport.of(task, time))
                .toList();
    }

    public int taskCount() {
        return tasks.count();
    }

    /** Up to {@code limit} seconds from second {@code from} after the start, of the last day. */
    public CallsPerSecond perSecond(int from, int limit) {
        return arrivals.perSecond(from, limit);
    }

    @Override
    public void close() {
        server.disposeNow(CLOSE_WITHIN);
        // The loops take two seconds to end, but clients must notice at once.
        boolean unused = connections.close().awaitUninterruptibly(CLOSE_WITHIN.toMillis());
        stopThreads();
    }

    private DisposableServer bind(SimulatorSettings settings) {
        SignatureCheck signature = new SignatureCheck(settings.account(), faults::serverTime);
        Api api = new Api(settings.workload(), signature, arrivals, tasks, time);
        SimulatorHttp http = new SimulatorHttp(api, faults, counts, new Reports(this, reports), delays);
        try {
            return HttpServer.create()
                    .host(settings.host())
                    .port(settings.port())
                    .runOn(loops)
                    .option(ChannelOption.SO_BACKLOG, 1_024)
                    .requestTimeout(READ_WITHIN)
                    .idleTimeout(IDLE_AT_MOST)
                    .doOnConnection(connection -> connections.add(connection.channel()))
                    .handle(http::handle)
                    .bindNow();
        } catch (ChannelBindException e) {
            stopThreads();
            throw new PortTakenException(settings.host(), settings.port(), e);
        }
    }

    private void stopThreads() {
        delays.dispose();
        reports.dispose();
        loops.dispose();
    }
}
