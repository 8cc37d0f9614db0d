package io.mpsbridge.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The unsigned endpoints under {@code /_simulator/}: {@code GET stats}, {@code GET tasks?offset=&limit=}, {@code GET
 * windows?from=&limit=} and {@code GET}, {@code POST} and {@code DELETE faults}.
 */
final class Reports {

    static final String PREFIX = "/_simulator/";
    private static final int LONGEST_PAGE = 10_000;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private final Simulator simulator;
    private final Scheduler scheduler;

    /** @param scheduler for slow walks over all tasks */
    Reports(Simulator simulator, Scheduler scheduler) {
        this.simulator = simulator;
        this.scheduler = scheduler;
    }

    Mono<Delivery> page(String method, String uri, BoundedBody body) {
        return Mono.fromCallable(() -> answer(method, uri, body)).subscribeOn(scheduler);
    }

    private Delivery answer(String method, String uri, BoundedBody body) {
        QueryStringDecoder query = new QueryStringDecoder(uri);
        String route = method + " " + query.path().substring(PREFIX.length());
        try {
            return switch (route) {
                case "GET stats" -> json(200, simulator.stats());
                case "GET tasks" -> tasks(number(query, "offset", 0), number(query, "limit", 1_000));
                case "GET windows" ->
                    json(200, simulator.perSecond(number(query, "from", 0), number(query, "limit", 3_600)));
                case "GET faults" -> faults();
                case "POST faults" -> addFaults(body);
                case "DELETE faults" -> {
                    simulator.faults().clear();
                    yield faults();
                }
                default -> json(404, Map.of("error", "there is no " + route));
            };
        } catch (IllegalArgumentException e) {
            return json(400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private Delivery tasks(int offset, int limit) {
        List<TaskReport> tasks = simulator.tasks(offset, Math.min(limit, LONGEST_PAGE));
        return json(200, Map.of("total", simulator.taskCount(), "offset", offset, "tasks", tasks));
    }

    private Delivery addFaults(BoundedBody body) {
        FaultJson.parse(body.bytes()).forEach(simulator.faults()::add);
        return faults();
    }

    private Delivery faults() {
        return json(
                200, simulator.faults().active().stream().map(FaultJson::write).toList());
    }

    private static int number(QueryStringDecoder query, String name, int otherwise) {
        List<String> values = query.parameters().getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return otherwise;
        }
        String value = values.get(0);
        if (value.isEmpty() || value.length() > 9 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(name + ": '" + value + "' is not a whole number");
        }
        return Integer.parseInt(value);
    }

    private static Delivery json(int status, Object value) {
        try {
            return Delivery.instead(status, MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            return Delivery.instead(500, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }
}
