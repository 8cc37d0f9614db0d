package io.mpsbridge.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.TaskResults;
import java.time.Instant;

/** The data of a terminal event: fields in the contract's order, absent ones left out, metadata as it was spelled. */
final class OutcomeJson {

    private OutcomeJson() {}

    static byte[] bytes(TaskOutcome outcome) {
        TaskCreated task = outcome.task();
        ObjectNode json = Json.object();
        Json.put(json, "taskId", task.taskId());
        json.put("kind", task.scope().kind().label());
        Json.put(json, "account", task.scope().account());
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
        outcome.results().values().forEach(value -> put(json, value));
        Instant until = ResultRetention.availableUntil(outcome);
        Json.put(json, "availableUntil", until);
        if (outcome.task().scope().kind() == TaskKind.IMAGE) {
            // The field's name before there were other kinds.
            Json.put(json, "imagesAvailableUntil", until);
        }
        return json;
    }

    private static ObjectNode put(ObjectNode json, TaskResults.Value value) {
        return value.fold(
                urls -> put(json, urls), media -> put(json, media), text -> Json.put(json, text.name(), text.text()));
    }

    private static ObjectNode put(ObjectNode json, TaskResults.Urls value) {
        ArrayNode array = json.putArray(value.name());
        value.urls().forEach(array::add);
        return json;
    }

    private static ObjectNode put(ObjectNode json, TaskResults.Media value) {
        ArrayNode array = json.putArray(value.name());
        for (TaskResults.MediaFile file : value.files()) {
            ObjectNode element = array.addObject().put("url", file.url());
            if (file.duration() != null) {
                element.put("duration", file.duration());
            }
        }
        return json;
    }

    private static ObjectNode failure(ObjectNode json, TaskOutcome.Failed outcome) {
        json.put("reason", outcome.reason().name());
        json.put("message", outcome.message());
        return Json.put(json, "errorCode", outcome.errorCode());
    }
}
