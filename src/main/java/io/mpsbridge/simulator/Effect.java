package io.mpsbridge.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a fault does to a {@code DescribeAigcImageTask} call that it hits. The name is the one of the JSON form. */
public sealed interface Effect {

    String name();

    /** Under what its hits are counted. */
    default String label() {
        return name();
    }

    /** What takes the place of the answer; empty if the effect leaves such an answer alone. */
    default Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
        return Optional.empty();
    }

    /** Whether it keeps calls back, for as long as {@link #delays} says. */
    default boolean delaysCalls() {
        return false;
    }

    /** For how long it keeps a call back. */
    default Faults.Delays delays(SeededRandom random) {
        return Faults.Delays.NONE;
    }

    /** By how much it sets the server's own clock ahead. */
    default Duration clockOffset() {
        return Duration.ZERO;
    }

    /** Whether it changes nothing before the end of a task. */
    default boolean beginsAtEnd() {
        return false;
    }

    /** Keeps the call back. All other effects but a clock's replace its answer. */
    record Latency(DurationSpec before, DurationSpec after) implements Effect {
        @Override
        public String name() {
            return "latency";
        }

        @Override
        public boolean delaysCalls() {
            return true;
        }

        @Override
        public Faults.Delays delays(SeededRandom random) {
            return new Faults.Delays(before.draw(random), after.draw(random));
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
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
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
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
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
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
            byte[] noise = new byte[1 + random.below(2_000)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) random.below(256);
            }
            byte[] cut = bytes("{\"Response\":{\"Status\":\"DO");
            byte[] shape = bytes("{\"Response\":[{\"Status\":\"DONE\"}]}");
            List<byte[]> bodies = List.of(bytes("<html>Please log in</html>"), cut, shape, bytes("null"), noise);
            return Optional.of(Delivery.instead(200, bodies.get(random.below(bodies.size()))));
        }
    }

    /** Status 200, and no body. */
    record EmptyBody() implements Effect {
        @Override
        public String name() {
            return "empty";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
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
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
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
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
            String done = "\"Status\":\"DONE\",\"ImageUrls\":[\"https://images.mps-simulator.invalid/0.png\"]";
            String id = "\"RequestId\":\"00000000-0000-4000-8000-000000000000\"";
            String error = "\"Error\":{\"Code\":\"InternalError\",\"Message\":\"Done, and an error.\"}";
            List<String> contents = List.of(
                    done + "," + error + "," + id,
                    "\"Status\":\"RUN\"," + done + "," + id,
                    done + "," + id + "," + id,
                    "\"Status\":\"DONE\",\"ImageUrls\":\"https://images.mps-simulator.invalid/0.png\"," + id,
                    "\"Status\":7,\"ImageUrls\":[]," + id);
            String content = contents.get(random.below(contents.size()));
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
        public Duration clockOffset() {
            return offset;
        }
    }

    /** Never any answer. */
    record Silence() implements Effect {
        @Override
        public String name() {
            return "silence";
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
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
        public String label() {
            return name() + ":" + code;
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
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
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
            byte[] json = AnswerJson.of(new Answer.Status(status, List.of(), ""));
            return answer.status().map(told -> Delivery.instead(200, json));
        }
    }

    /** DONE without a URL; hits DONE alone. */
    record NoUrls() implements Effect {
        @Override
        public String name() {
            return "no-urls";
        }

        @Override
        public boolean beginsAtEnd() {
            return true;
        }

        @Override
        public Optional<Delivery> onAnswer(Answer answer, SeededRandom random) {
            byte[] json = AnswerJson.of(new Answer.Status("DONE", List.of(), "ok"));
            return answer.status().filter(Answer.Status::isDone).map(done -> Delivery.instead(200, json));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
