package io.mpsbridge.admin;

import io.mpsbridge.pipeline.TaskPosition;
import io.mpsbridge.pipeline.TaskView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A bridge that is well and has something to tell. */
final class FakeSources implements AdminServer.Sources {

    private final String status;
    volatile Health ready = new Health(true, List.of());

    /** @param statusChars how much the status has to say */
    FakeSources(int statusChars) {
        this.status = "x".repeat(statusChars);
    }

    @Override
    public Mono<Health> live() {
        return Mono.just(new Health(true, List.of()));
    }

    @Override
    public Mono<Health> ready() {
        return Mono.fromSupplier(() -> ready);
    }

    @Override
    public Mono<Object> status() {
        return Mono.just(Map.of("text", status));
    }

    @Override
    public Mono<HttpContent> metrics() {
        return Mono.just(new HttpContent("text/plain; version=0.0.4; charset=utf-8", "up 1\n"));
    }

    @Override
    public Flux<List<TaskView>> tasks() {
        return Flux.fromStream(IntStream.range(0, 1_000).mapToObj(TaskFixtures::numbered))
                .buffer(100);
    }

    @Override
    public Mono<Map<String, TaskPosition>> positions(Collection<String> taskIds) {
        return Mono.just(Map.of());
    }

    @Override
    public Map<String, HttpContent> documents() {
        return Map.of("examples/a.json", new HttpContent("application/json", "{}"));
    }
}
