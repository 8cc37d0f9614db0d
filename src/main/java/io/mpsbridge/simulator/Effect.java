package io.mpsbridge.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a fault does to a {@code DescribeAigcImageTask} call that it hits. The name is the one of the JSON form. */
public sealed interface Effect {

    String name();

    /** What takes the place of the answer; empty if the effect leaves such an answer alone. */
    Optional<Delivery> onAnswer(Answer answer, SeededRandom draw);

    /** Keeps the call back. All other effects but a clock's replace its answer. */
    record Latency(DurationSpec before, DurationSpec after) implements Effect {
        @Override
        public String name() {
            return "latency";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            return Optional.empty();
        }
    }

    /** An HTTP status, as of a gateway that has lost its server. */
    record HttpStatus(int status) implements Effect {
        public HttpStatus {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status: must be from 400 to 599, not " + status);
            }
        }

        @Override
        public String name() {
            return "status";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            return Optional.of(Delivery.instead(status, bytes("<html><h1>" + status + "</h1></html>")));
        }
    }

    /** The connection is reset. */
    record Reset() implements Effect {
        @Override
        public String name() {
            return "reset";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            return Optional.of(Delivery.reset());
        }
    }

    /** Status 200, and a body that is no answer: a page, cut JSON, JSON of another shape, or noise. */
    record Garbage() implements Effect {
        @Override
        public String name() {
            return "garbage";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            byte[] noise = new byte[1 + draw.below(2_000)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) draw.below(256);
            }
            byte[] cut = bytes("{\"Response\":{\"Status\":\"DO");
            byte[] shape = bytes("{\"Response\":[{\"Status\":\"DONE\"}]}");
            List<byte[]> bodies = List.of(bytes("<html>Please log in</html>"), cut, shape, bytes("null"), noise);
            return Optional.of(Delivery.instead(200, bodies.get(draw.below(bodies.size()))));
        }
    }

    /** Status 200, and no body. */
    record EmptyBody() implements Effect {
        @Override
        public String name() {
            return "empty";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            return Optional.of(Delivery.instead(200, new byte[0]));
        }
    }

    /** The true answer, one byte after the other with {@code gap} before each. */
    record Drip(Duration gap) implements Effect {
        @Override
        public String name() {
            return "drip";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            return Optional.of(Delivery.drip(AnswerJson.of(answer), gap));
        }
    }

    /** Status 200, and an answer that says two things at once. */
    record Contradiction() implements Effect {
        @Override
        public String name() {
            return "contradiction";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            String done = "\"Status\":\"DONE\",\"ImageUrls\":[\"https://images.mps-simulator.invalid/0.png\"]";
            String id = "\"RequestId\":\"00000000-0000-4000-8000-000000000000\"";
            String error = "\"Error\":{\"Code\":\"InternalError\",\"Message\":\"Done, and an error.\"}";
            List<String> contents = List.of(
                    done + "," + error + "," + id,
                    "\"Status\":\"RUN\"," + done + "," + id,
                    done + "," + id + "," + id,
                    "\"Status\":\"DONE\",\"ImageUrls\":\"https://images.mps-simulator.invalid/0.png\"," + id,
                    "\"Status\":7,\"ImageUrls\":[]," + id);
            String content = contents.get(draw.below(contents.size()));
            return Optional.of(Delivery.instead(200, bytes("{\"Response\":{" + content + "}}")));
        }
    }

    /** The server's own clock is off: its {@code Date}, and the time by which it judges signatures. Replaces no answer. */
    record ClockOffset(Duration offset) implements Effect {
        @Override
        public String name() {
            return "clock";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            return Optional.empty();
        }
    }

    /** Never any answer. */
    record Silence() implements Effect {
        @Override
        public String name() {
            return "silence";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            return Optional.of(Delivery.silence());
        }
    }

    /** A well-formed error. */
    record ErrorCode(String code, String message) implements Effect {
        public ErrorCode {
            if (code.isBlank()) {
                throw new IllegalArgumentException("code: must not be empty");
            }
        }

        @Override
        public String name() {
            return "error";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            Answer error = new Answer.Failure(new ApiError(code, message));
            return Optional.of(Delivery.instead(200, AnswerJson.of(error)));
        }
    }

    /** A status that is none of the four; hits answers with a status alone. */
    record UnknownStatus(String status) implements Effect {
        @Override
        public String name() {
            return "unknown-status";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            byte[] json = AnswerJson.of(new Answer.Status(status, List.of(), ""));
            return answer instanceof Answer.Status ? Optional.of(Delivery.instead(200, json)) : Optional.empty();
        }
    }

    /** DONE without a URL; hits DONE alone. */
    record NoUrls() implements Effect {
        @Override
        public String name() {
            return "no-urls";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom draw) {
            byte[] json = AnswerJson.of(new Answer.Status("DONE", List.of(), "ok"));
            boolean done = answer instanceof Answer.Status status && status.isDone();
            return done ? Optional.of(Delivery.instead(200, json)) : Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
