package io.mpsbridge.simulator;

import java.util.List;

/** What the API has to say; {@link AnswerJson} writes it down. */
sealed interface Answer {

    /** Under what the answer is counted: a status, an error code, or CREATED. */
    String label();

    /**
     * The state of a task.
     *
     * @param imageUrls of a task that is DONE
     */
    record Status(String status, List<String> imageUrls, String message) implements Answer {
        public Status {
            imageUrls = List.copyOf(imageUrls);
        }

        boolean isDone() {
            return status.equals("DONE");
        }

        @Override
        public String label() {
            return status;
        }
    }

    record Failure(ApiError error) implements Answer {
        @Override
        public String label() {
            return error.code();
        }
    }

    record Created(String taskId) implements Answer {
        @Override
        public String label() {
            return "CREATED";
        }
    }
}
