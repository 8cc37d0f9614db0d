package io.mpsbridge.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Maps paths to answers. */
final class Routes {

    private static final String SCHEMAS = "/api/schemas";
    /** Costly answers are reused for this long, however many clients ask. */
    private static final Duration FRESH = Duration.ofMillis(200);

    private interface Handler {
        Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response);
    }

    private final AdminServer.Sources sources;
    private final Mono<Object> status;
    private final Mono<HttpContent> metrics;
    private final Mono<Map<String, HttpContent>> documents;
    private final TaskTable tasks;
    private final EventStream events;
    private final Map<String, Handler> routes;

    Routes(AdminServer.Sources sources, Activity activity, Scheduler scheduler) {
        this.sources = sources;
        this.status = sources.status().cache(FRESH, scheduler);
        this.metrics = sources.metrics().cache(FRESH, scheduler);
        this.documents = Mono.fromCallable(sources::documents)
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
        this.tasks = new TaskTable(sources::tasks, sources::positions, scheduler);
        this.events = new EventStream(status, activity, scheduler);
        this.routes = byPath();
    }

    private Map<String, Handler> byPath() {
        Map<String, Handler> routes = new HashMap<>();
        Pages.all()
                .forEach((path, page) ->
                        routes.put(path, (request, response) -> page.send(response, HttpResponseStatus.OK)));
        routes.put("/livez", (request, response) -> health(response, sources.live()));
        routes.put("/readyz", (request, response) -> health(response, sources.ready()));
        routes.put("/metrics", (request, response) -> ok(response, metrics));
        routes.put("/api/status", (request, response) -> ok(response, status.map(HttpContent::json)));
        routes.put("/api/tasks", this::tasks);
        routes.put("/api/events", events::serve);
        routes.put(SCHEMAS, (request, response) -> ok(response, documents.map(Routes::names)));
        return Map.copyOf(routes);
    }

    /** HEAD is answered as GET is; Netty leaves out the body. */
    Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String path = request.fullPath();
        Handler handler = path.startsWith(SCHEMAS + "/") ? this::document : routes.get(path);
        if (handler == null) {
            return HttpContent.problem("nothing is at this path; / is the console")
                    .send(response, HttpResponseStatus.NOT_FOUND);
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return HttpContent.problem("everything here is read-only: GET or HEAD")
                    .send(response.header("allow", "GET, HEAD"), HttpResponseStatus.METHOD_NOT_ALLOWED);
        }
        return handler.answer(request, response);
    }

    private Publisher<Void> tasks(HttpServerRequest request, HttpServerResponse response) {
        TaskQuery query;
        try {
            query = TaskQuery.parse(request.uri());
        } catch (TaskQuery.InvalidException e) {
            return HttpContent.problem(String.valueOf(e.getMessage())).send(response, HttpResponseStatus.BAD_REQUEST);
        }
        return tasks.page(query)
                .map(page -> HttpContent.json(page).send(response, HttpResponseStatus.OK))
                .defaultIfEmpty(
                        Flux.defer(() -> HttpContent.problem("too many task queries at once: try again in a second")
                                .send(response.header("retry-after", "1"), HttpResponseStatus.SERVICE_UNAVAILABLE)))
                .flatMap(Mono::from);
    }

    private Publisher<Void> document(HttpServerRequest request, HttpServerResponse response) {
        String name = request.fullPath().substring(SCHEMAS.length() + 1);
        return documents.flatMap(all -> Mono.from(send(all.get(name), response)));
    }

    private static Publisher<Void> send(@Nullable HttpContent document, HttpServerResponse response) {
        return document == null
                ? HttpContent.problem("no such document; " + SCHEMAS + " lists them")
                        .send(response, HttpResponseStatus.NOT_FOUND)
                : document.send(response, HttpResponseStatus.OK);
    }

    private static HttpContent names(Map<String, HttpContent> documents) {
        List<Map<String, String>> all = documents.entrySet().stream()
                .map(each -> Map.of(
                        "name", each.getKey(),
                        "mediaType", each.getValue().mediaType(),
                        "path", SCHEMAS + "/" + each.getKey()))
                .sorted(Comparator.comparing(each -> each.get("name")))
                .collect(Collectors.toList());
        return HttpContent.json(all);
    }

    private static Publisher<Void> health(HttpServerResponse response, Mono<Health> health) {
        return health.flatMap(found -> Mono.from(HttpContent.json(found).send(response, statusOf(found))));
    }

    private static HttpResponseStatus statusOf(Health health) {
        return health.ok() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    }

    private static Publisher<Void> ok(HttpServerResponse response, Mono<HttpContent> text) {
        return text.flatMap(found -> Mono.from(found.send(response, HttpResponseStatus.OK)));
    }
}
