package io.mpsbridge.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Server-sent events: each reader gets a snapshot and then, once a second, what is new to it. A reader that does not
 * keep up misses beats but no data: the next beat carries what it has not seen. A reader that is stuck for
 * {@value #STUCK_BEATS} beats is disconnected, and those beyond {@value #READERS} are refused.
 */
final class EventStream {

    static final int READERS = 32;
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int STUCK_BEATS = 30;

    private final Activity activity;
    private final Scheduler scheduler;
    private final Flux<String> beats;
    private final AtomicInteger readers = new AtomicInteger();

    EventStream(Mono<Object> status, Activity activity, Scheduler scheduler) {
        this.activity = activity;
        this.scheduler = scheduler;
        // Reads the status once a second for all readers together, and not at all without readers.
        this.beats = Flux.interval(Duration.ZERO, BEAT, scheduler)
                .onBackpressureDrop()
                .concatMap(
                        beat -> status.map(Json::text)
                                .timeout(STATUS_TIMEOUT, scheduler)
                                .onErrorResume(e -> Mono.empty()),
                        1)
                .replay(1)
                .refCount();
    }

    Publisher<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        if (request.method().equals(HttpMethod.HEAD)) {
            return headers(response).send();
        }
        if (readers.incrementAndGet() > READERS) {
            readers.decrementAndGet();
            return response.status(HttpResponseStatus.SERVICE_UNAVAILABLE)
                    .header("retry-after", "10")
                    .header("connection", "close")
                    .send();
        }
        AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
        response.withConnection(connection -> {
            channel.set(connection.channel());
            connection.onDispose(readers::decrementAndGet);
        });
        Reader reader = new Reader(channel);
        Flux<String> frames = Flux.merge(
                beats.onBackpressureLatest().filter(beat -> reader.hasRoom()).map(reader::frame),
                Flux.interval(HEARTBEAT, scheduler)
                        .onBackpressureDrop()
                        .filter(beat -> reader.isWritable())
                        .map(beat -> ": \n\n"));
        return headers(response)
                .send(Flux.just("retry: 3000\n\n").concatWith(frames).map(EventStream::bytes), each -> true);
    }

    /** Proxies that buffer answers, as nginx does, are told to pass these on at once. */
    private static HttpServerResponse headers(HttpServerResponse response) {
        return response.sse()
                .header("cache-control", "no-store")
                .header("x-accel-buffering", "no")
                .header("x-content-type-options", "nosniff");
    }

    private static ByteBuf bytes(String frame) {
        return Unpooled.wrappedBuffer(frame.getBytes(StandardCharsets.UTF_8));
    }

    /** What one reader has seen. */
    private final class Reader {
        private final AtomicReference<@Nullable Channel> channel;
        private boolean greeted;
        private long second = -1;
        private long outcome;
        private int missed;

        Reader(AtomicReference<@Nullable Channel> channel) {
            this.channel = channel;
        }

        boolean isWritable() {
            Channel open = channel.get();
            return open != null && open.isWritable();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the close
        boolean hasRoom() {
            if (isWritable()) {
                missed = 0;
                return true;
            }
            Channel open = channel.get();
            if (++missed > STUCK_BEATS && open != null) {
                open.close();
            }
            return false;
        }

        String frame(String status) {
            Activity.Recent recent = activity.since(second, outcome);
            for (Activity.Second seen : recent.seconds()) {
                second = seen.number();
            }
            for (Activity.Outcome seen : recent.outcomes()) {
                outcome = seen.number();
            }
            String event = greeted ? "delta" : "snapshot";
            greeted = true;
            return "event: " + event + "\ndata: {\"status\":" + status + ",\"recent\":" + Json.text(recent) + "}\n\n";
        }
    }
}
