package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.mpsbridge.input.BoundedNames;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.pipeline.ScopeStatus;
import io.mpsbridge.poll.QueueStatus;
import io.mpsbridge.task.QuotaScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gauges for each of the service's queues that has tasks; without those of which nothing is known. */
final class QueueMeters {

    /** More than most accounts use; further models count together, as {@code other}. */
    private static final int MODELS = 50;

    private static final int MODEL_CHARS = 100;

    private final BoundedNames models = new BoundedNames(MODELS);
    private final MultiGauge tasks;
    private final MultiGauge presumed;
    private final MultiGauge rate;
    private final MultiGauge error;
    private final MultiGauge order;

    QueueMeters(MeterRegistry registry) {
        tasks = Names.multiGauge(registry, "queue.tasks", "tasks by what the service said of them when last asked");
        presumed = Names.multiGauge(
                registry, "queue.presumed.waiting", "tasks whose turn to start has not come, by their order");
        rate = Names.multiGauge(
                registry, "queue.starts.per.second", "tasks that the service starts in a second, estimated");
        error = Names.multiGauge(
                registry, "queue.position.error", "standard deviation of a task's position in the queue");
        order = Names.multiGauge(
                registry, "queue.order.weight", "how far tasks are believed to start in order, 0 to 1");
    }

    void update(List<ScopeStatus> scopes) {
        List<Queue> queues = scopes.stream()
                .flatMap(each -> each.pipeline().queues().stream().map(status -> new Queue(each.scope(), status)))
                .toList();
        List<Row<?>> counts = new ArrayList<>();
        rows(counts, "waiting", queues, queue -> (double) queue.waiting());
        rows(counts, "running", queues, queue -> (double) queue.running());
        rows(counts, "not_asked", queues, queue -> (double) queue.notAsked());
        tasks.register(counts, true);
        presumed.register(estimates(queues, estimate -> (double) estimate.waiting(), Double::sum), true);
        rate.register(estimates(queues, QueueStatus.Estimate::startsPerSecond, Double::sum), true);
        error.register(estimates(queues, QueueStatus.Estimate::positionError, Math::max), true);
        order.register(rows(queues, Tags.empty(), QueueStatus::orderWeight, Math::min), true);
    }

    /** One queue of a scope. */
    private record Queue(QuotaScope scope, QueueStatus status) {}

    private void rows(
            List<Row<?>> rows, String phase, List<Queue> queues, Function<QueueStatus, @Nullable Double> value) {
        rows.addAll(rows(queues, Tags.of("phase", phase), value, Double::sum));
    }

    private List<Row<?>> estimates(
            List<Queue> queues,
            Function<QueueStatus.Estimate, @Nullable Double> value,
            BinaryOperator<Double> together) {
        return rows(
                queues,
                Tags.empty(),
                queue -> queue.estimate() == null ? null : value.apply(queue.estimate()),
                together);
    }

    /** @param together what two queues under one name have, since there are too many */
    private List<Row<?>> rows(
            List<Queue> queues,
            Tags tags,
            Function<QueueStatus, @Nullable Double> value,
            BinaryOperator<Double> together) {
        Map<Tags, Double> values = new LinkedHashMap<>();
        for (Queue queue : queues) {
            Double known = value.apply(queue.status());
            if (known != null) {
                Tags of = ScopeMeters.tags(queue.scope())
                        .and("model", tag(queue.status().model()));
                values.merge(of.and(tags), known, together);
            }
        }
        List<Row<?>> rows = new ArrayList<>();
        values.forEach((of, each) -> rows.add(Row.of(of, each)));
        return rows;
    }

    private String tag(@Nullable String model) {
        if (model == null) {
            return Names.NONE;
        }
        String shown = ForeignText.shorten(model, MODEL_CHARS);
        return models.admits(shown) ? shown : "other";
    }
}
