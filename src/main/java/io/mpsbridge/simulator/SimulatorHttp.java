package io.mpsbridge.simulator;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The HTTP layer: reads requests, delays them as the faults demand, and sends the API's answers. */
final class SimulatorHttp {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Api api;
    private final Faults faults;
    private final AnswerCounts counts;
    private final Reports reports;
    /** For delayed calls. */
    private final Scheduler delays;

    SimulatorHttp(Api api, Faults faults, AnswerCounts counts, Reports reports, Scheduler delays) {
        this.api = api;
        this.faults = faults;
        this.counts = counts;
        this.reports = reports;
        this.delays = delays;
    }

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Mono<BoundedBody> body = request.receive().asByteArray().collect(BoundedBody::new, BoundedBody::add);
        if (request.uri().startsWith(Reports.PREFIX)) {
            return body.flatMap(read -> reports.page(request.method().name(), request.uri(), read))
                    .flatMap(page -> deliver(page, response, () -> {}));
        }
        if (!request.uri().equals("/")) {
            return response.sendNotFound();
        }
        HttpHeaders headers = request.requestHeaders();
        return body.flatMap(read -> call(ApiRequest.of(request.method().name(), headers::getAll, read), response));
    }

    private Mono<Void> call(ApiRequest request, HttpServerResponse response) {
        Optional<Call> call = api.call(request);
        if (call.isPresent()) {
            return describe(request, call.get(), response);
        }
        Answer answer = api.other(request);
        counts.answered(answer);
        return deliver(Delivery.answer(AnswerJson.of(answer)), response, () -> {});
    }

    private Mono<Void> describe(ApiRequest request, Call call, HttpServerResponse response) {
        Faults.Delays kept = faults.delays(call);
        if (kept.equals(Faults.Delays.NONE)) {
            return answer(call, api.describe(request, call), response);
        }
        return arrival(request, call, kept.before().toNanos())
                .delayElement(kept.after(), delays)
                .flatMap(reply -> answer(call, reply, response));
    }

    /**
     * Counts and answers the call after a delay, even if the caller has given up: a request on its way still arrives
     * and takes from the limit.
     */
    private Mono<Reply> arrival(ApiRequest request, Call call, long delayNanos) {
        return Mono.create(sink ->
                delays.schedule(() -> sink.success(api.describe(request, call)), delayNanos, TimeUnit.NANOSECONDS));
    }

    private Mono<Void> answer(Call call, Reply reply, HttpServerResponse response) {
        Delivery delivery = faults.onAnswer(call, reply).orElseGet(() -> {
            counts.answered(reply.answer());
            return Delivery.answer(AnswerJson.of(reply.answer()));
        });
        return deliver(delivery, response, reply.delivered());
    }

    private Mono<Void> deliver(Delivery delivery, HttpServerResponse response, Runnable told) {
        String date = DATE.format(faults.serverTime());
        return Mono.from(delivery.over(new Delivery.Exchange(response, date, delays, told)));
    }
}
