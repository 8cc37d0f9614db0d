package io.mpsbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's two actions for each kind of task. Checks a request's signature, the rate limit, its parameters and its
 * task, in this order. Only calls that ask about a task are limited and counted.
 */
final class Api {

    private static final String VERSION = "2019-06-12";
    private static final int LONGEST_ID = 256;

    private final Workload workload;
    private final SignatureCheck signature;
    private final Arrivals arrivals;
    private final TaskRegistry tasks;
    private final SimulatorTime time;
    private final AtomicLong created = new AtomicLong();

    Api(Workload workload, SignatureCheck signature, Arrivals arrivals, TaskRegistry tasks, SimulatorTime time) {
        this.workload = workload;
        this.signature = signature;
        this.arrivals = arrivals;
        this.tasks = tasks;
        this.time = time;
    }

    /** What a describing request says of itself; empty for any other. */
    Optional<Call> call(ApiRequest request) {
        return Kind.describedBy(request.action())
                .map(kind -> new Call(new AccountAction(signature.named(request), kind), request.taskId()));
    }

    /** The answer to a describing request. */
    Reply describe(ApiRequest request, Call call) {
        ApiError refusal = refusal(request);
        Arrivals.Arrival arrival = arrivals.arrive(call.action(), refusal == null);
        if (refusal != null) {
            return Reply.of(refusal);
        }
        if (arrival.overLimit()) {
            return Reply.of(ApiError.LIMIT_EXCEEDED);
        }
        try {
            SimulatedTask task = tasks.asked(call.action(), taskId(request), arrival.nanos());
            return task == null ? Reply.of(ApiError.NOT_FOUND) : state(task, arrival.nanos());
        } catch (ApiException e) {
            return Reply.of(e.error());
        }
    }

    /** The answer to any other request. */
    Answer other(ApiRequest request) {
        ApiError refusal = refusal(request);
        if (refusal != null) {
            return new Answer.Failure(refusal);
        }
        try {
            Optional<Kind> kind = Kind.createdBy(request.action());
            return kind.isPresent() ? create(request, kind.get()) : new Answer.Failure(ApiError.INVALID_ACTION);
        } catch (ApiException e) {
            return new Answer.Failure(e.error());
        }
    }

    /** The error in the request itself, or null. */
    private @Nullable ApiError refusal(ApiRequest request) {
        if (request.body().tooLarge()) {
            return ApiError.TOO_LARGE;
        }
        try {
            String contentType = request.required("content-type", "Content-Type");
            if (!request.method().equals("POST") || !contentType.startsWith("application/json")) {
                return ApiError.UNSUPPORTED_PROTOCOL;
            }
            request.required("x-tc-action", "Action");
            String version = request.required("x-tc-version", "Version");
            signature.verify(request);
            return version.equals(VERSION) ? null : ApiError.NO_SUCH_VERSION;
        } catch (ApiException e) {
            return e.error();
        }
    }

    private Reply state(SimulatedTask task, long nanos) {
        Kind kind = task.owner.kind();
        SimulatedTask.Phase phase = task.polled(nanos);
        String status = phase.name();
        Answer answer = switch (phase) {
            case WAIT, RUN -> Answer.Status.of(status, "");
            case DONE -> new Answer.Status(status, kind.results(hash(task), task.dubbing), "ok");
            case FAIL -> Answer.Status.of(status, "The " + kind + " could not be generated.");
        };
        Runnable delivered = phase.isEnd() ? () -> task.seenEnded(time.nanos()) : () -> {};
        return new Reply(answer, delivered, task.ownFaultAt(nanos));
    }

    private Answer create(ApiRequest request, Kind kind) throws ApiException {
        String model = text(object(request), "ModelName");
        long number = created.getAndIncrement();
        String id = kind.idPrefix() + "%016x%016x".formatted(SeededRandom.hash(workload.seed(), "id" + number), number);
        tasks.create(new AccountAction(signature.named(request), kind), id, model, time.nanos());
        return new Answer.Created(id);
    }

    private static String taskId(ApiRequest request) throws ApiException {
        JsonNode parameters = object(request);
        for (Iterator<String> names = parameters.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("TaskId")) {
                throw new ApiException(ApiError.unknown(name));
            }
        }
        String id = text(parameters, "TaskId");
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw new ApiException(ApiError.INVALID_VALUE.saying("TaskId: 1 to " + LONGEST_ID + " characters."));
        }
        return id;
    }

    private static JsonNode object(ApiRequest request) throws ApiException {
        JsonNode parameters = request.parameters();
        if (parameters == null) {
            throw new ApiException(ApiError.INVALID);
        }
        return parameters;
    }

    private static String text(JsonNode parameters, String name) throws ApiException {
        JsonNode value = parameters.get(name);
        if (value == null || value.isNull()) {
            throw new ApiException(ApiError.missing(name));
        }
        if (!value.isTextual()) {
            throw new ApiException(ApiError.INVALID.saying(name + ": not a string."));
        }
        return value.textValue();
    }

    private long hash(SimulatedTask task) {
        return SeededRandom.hash(workload.seed(), task.owner.kind() + task.id);
    }
}
