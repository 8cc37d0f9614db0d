package io.mpsbridge.admin;

import io.mpsbridge.pipeline.TaskView;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import java.time.Instant;

/** Tasks to be shown. */
final class TaskFixtures {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private TaskFixtures() {}

    static TaskCreated created(String id) {
        Instant created = NOW.minusSeconds(60);
        EventContext lineage = new EventContext("topic", "topic/0/0", 0, 0, null, null, null, null, null);
        return new TaskCreated(id, QuotaScope.DEFAULT, null, null, null, null, created, created, lineage);
    }

    /** One of many that differ in everything. */
    static TaskView numbered(int i) {
        return new TaskView(
                String.format("task-%06d", i),
                "image",
                null,
                i % 3 == 0 ? null : "model-" + i % 3,
                i % 2 == 0 ? null : "RUN",
                NOW.minusSeconds((i * 7_919L) % 100_003),
                i % 100,
                (i * 31L) % 10_007 - 5_000,
                null,
                1,
                i % 12,
                i,
                i % 10 == 0 ? "{\"Order\":" + i + "}" : null,
                null,
                null);
    }
}
