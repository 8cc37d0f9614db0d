package io.mpsbridge.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a fault does to a call that it hits. */
public sealed interface Effect {

    String name();

    /** The name in JSON, also for counting hits. */
    default String label() {
        return name();
    }

    /** The replacement of the answer; empty if the effect does not apply to it. */
    default Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
        return Optional.empty();
    }

    /** Whether it delays calls, by {@link #delays}. */
    default boolean delaysCalls() {
        return false;
    }

    /** The delay of a call. */
    default Faults.Delays delays(SeededRandom random) {
        return Faults.Delays.NONE;
    }

    /** How far it sets the server's clock ahead. */
    default Duration clockOffset() {
        return Duration.ZERO;
    }

    /** Whether it applies only after the end of a task. */
    default boolean beginsAtEnd() {
        return false;
    }

    /** Delays the call. All other effects except {@code clock} replace the answer. */
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

    /** An HTTP status, as from a gateway without its server. */
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
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
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
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
            return Optional.of(Delivery.reset());
        }
    }

    /** Status 200 with a body that is no answer: a page, truncated JSON, JSON of another shape, or noise. */
    record Garbage() implements Effect {
        @Override
        public String name() {
            return "garbage";
        }

        @Override
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
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

    /** Status 200 without a body. */
    record EmptyBody() implements Effect {
        @Override
        public String name() {
            return "empty";
        }

        @Override
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
            return Optional.of(Delivery.instead(200, new byte[0]));
        }
    }

    /** The true answer, byte by byte with {@code gap} before each. */
    record Drip(Duration gap) implements Effect {
        @Override
        public String name() {
            return "drip";
        }

        @Override
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
            return Optional.of(Delivery.drip(AnswerJson.of(answer), gap));
        }
    }

    /** Status 200 with an answer that contradicts itself. */
    record Contradiction() implements Effect {
        @Override
        public String name() {
            return "contradiction";
        }

        @Override
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
            String results = kind.results(0, false).toString();
            String done = "\"Status\":\"DONE\"," + results.substring(1, results.length() - 1);
            String id = "\"RequestId\":\"00000000-0000-4000-8000-000000000000\"";
            String error = "\"Error\":{\"Code\":\"InternalError\",\"Message\":\"Done, and an error.\"}";
            List<String> contents = List.of(
                    done + "," + error + "," + id,
                    "\"Status\":\"RUN\"," + done + "," + id,
                    done + "," + id + "," + id,
                    "\"Status\":\"DONE\",\"" + kind.field() + "\":\"" + kind.url(0, "0") + "\"," + id,
                    "\"Status\":7,\"" + kind.field() + "\":[]," + id);
            String content = contents.get(random.below(contents.size()));
            return Optional.of(Delivery.instead(200, bytes("{\"Response\":{" + content + "}}")));
        }
    }

    /** Shifts the server's clock, for {@code Date} and for checking signatures. Replaces no answer. */
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

    /** Never answers. */
    record Silence() implements Effect {
        @Override
        public String name() {
            return "silence";
        }

        @Override
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
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
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
            Answer error = new Answer.Failure(new ApiError(code, message));
            return Optional.of(Delivery.instead(200, AnswerJson.of(error)));
        }
    }

    /** A status other than the four; hits only answers with a status. */
    record UnknownStatus(String status) implements Effect {
        @Override
        public String name() {
            return "unknown-status";
        }

        @Override
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
            byte[] json = AnswerJson.of(Answer.Status.of(status, ""));
            return answer.status().map(told -> Delivery.instead(200, json));
        }
    }

    /** DONE without a URL; hits only DONE. */
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
        public Optional<Delivery> onAnswer(Kind kind, Answer answer, SeededRandom random) {
            byte[] json = AnswerJson.of(Answer.Status.of("DONE", "ok"));
            return answer.status().filter(Answer.Status::isDone).map(done -> Delivery.instead(200, json));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
