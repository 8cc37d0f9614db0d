package io.mpsbridge.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;

/** The data of a terminal event: fields in the contract's order, absent ones left out, metadata as it was spelled. */
final class OutcomeJson {

    private OutcomeJson() {}

    static byte[] bytes(TaskOutcome outcome) {
        TaskCreated task = outcome.task();
        ObjectNode json = Json.object();
        Json.put(json, "taskId", task.taskId());
        Json.put(json, "model", task.model());
        outcome.fold(completed -> result(json, completed), failed -> failure(json, failed));
        Json.put(json, "requestId", outcome.requestId());
        Json.put(json, "submittedAt", task.submittedAt());
        Json.put(json, "lastUnfinishedAt", outcome.lastUnfinishedAt());
        Json.put(json, "detectedAt", outcome.detectedAt());
        json.put("polls", outcome.polls());
        Json.putRaw(json, "metadata", task.metadata());
        return Json.bytes(json);
    }

    private static ObjectNode result(ObjectNode json, TaskOutcome.Completed outcome) {
        json.put("status", "DONE");
        ArrayNode urls = json.putArray("imageUrls");
        outcome.imageUrls().forEach(urls::add);
        return Json.put(json, "imagesAvailableUntil", ImageRetention.availableUntil(outcome));
    }

    private static ObjectNode failure(ObjectNode json, TaskOutcome.Failed outcome) {
        json.put("reason", outcome.reason().name());
        json.put("message", outcome.message());
        return Json.put(json, "errorCode", outcome.errorCode());
    }
}
