package io.mpsbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's two actions. Checks a request's signature, the rate limit, its parameters and its task, in this order.
 * Only {@code DescribeAigcImageTask} is limited and counted.
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

    Reply answer(ApiRequest request) {
        ApiError refusal = refusal(request);
        try {
            return request.isDescribe() ? describe(request, refusal) : other(request, refusal);
        } catch (ApiException e) {
            return Reply.of(e.error());
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

    private Reply describe(ApiRequest request, @Nullable ApiError refusal) throws ApiException {
        Arrivals.Arrival arrival = arrivals.arrive(refusal == null);
        if (refusal != null) {
            return Reply.of(refusal);
        }
        if (arrival.overLimit()) {
            return Reply.of(ApiError.LIMIT_EXCEEDED);
        }
        SimulatedTask task = tasks.asked(taskId(request), arrival.nanos());
        return task == null ? Reply.of(ApiError.NOT_FOUND) : state(task, arrival.nanos());
    }

    private Reply state(SimulatedTask task, long nanos) {
        SimulatedTask.Phase phase = task.polled(nanos);
        String status = phase.name();
        Answer answer = switch (phase) {
            case WAIT, RUN -> new Answer.Status(status, List.of(), "");
            case DONE -> new Answer.Status(status, imageUrls(task.id), "ok");
            case FAIL -> new Answer.Status(status, List.of(), "The image could not be generated.");
        };
        Runnable delivered = phase.isEnd() ? () -> task.seenEnded(time.nanos()) : () -> {};
        return new Reply(answer, delivered, task.ownFaultAt(nanos));
    }

    private Reply other(ApiRequest request, @Nullable ApiError refusal) throws ApiException {
        if (refusal != null) {
            return Reply.of(refusal);
        }
        if (!ApiRequest.CREATE.equals(request.header("x-tc-action"))) {
            return Reply.of(ApiError.INVALID_ACTION);
        }
        String model = text(object(request), "ModelName");
        long number = created.getAndIncrement();
        String id = "4-AigcImage-%016x%016x".formatted(SeededRandom.hash(workload.seed(), "id" + number), number);
        tasks.create(id, model, time.nanos());
        return Reply.of(new Answer.Created(id));
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

    /** One to four addresses derived from the id; {@code .invalid} never resolves. */
    private List<String> imageUrls(String taskId) {
        long hash = SeededRandom.hash(workload.seed(), "image" + taskId);
        List<String> urls = new ArrayList<>();
        for (int number = 0; number <= (hash & 3); number++) {
            urls.add("https://images.mps-simulator.invalid/%016x-%d.png".formatted(hash, number));
        }
        return urls;
    }
}
