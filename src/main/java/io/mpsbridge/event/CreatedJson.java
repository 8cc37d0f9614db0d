package io.mpsbridge.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mpsbridge.task.TaskCreated;

/** The data of a created event, rebuilt from the task in memory. */
final class CreatedJson {

    private CreatedJson() {}

    static byte[] bytes(TaskCreated task) {
        ObjectNode json = Json.object();
        Json.put(json, "taskId", task.taskId());
        json.put("kind", task.scope().kind().label());
        Json.put(json, "account", task.scope().account());
        Json.put(json, "model", task.model());
        Json.put(json, "submittedAt", task.submittedAt());
        Json.put(json, "deadline", task.deadline());
        Json.putRaw(json, "metadata", task.metadata());
        return Json.bytes(json);
    }
}
