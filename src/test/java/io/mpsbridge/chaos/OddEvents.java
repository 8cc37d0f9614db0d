package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Events as the world sends them: times that are no times, envelopes of other tools, every codec, values near the
 * limits; and tasks with a trouble of their own at MPS. Each knows what it must end as. Every kind comes once before
 * any comes again.
 */
final class OddEvents {
    /** Of a task in trouble, in seconds from now. */
    private static final int DEADLINE_SECONDS = 5;

    private static final int LARGE_BYTES = 900_000;
    /** Less than a topic takes, and too much to be echoed. */
    private static final int LARGEST_BYTES = 1_047_500;

    private static final String NOT_FOUND = "TASK_NOT_FOUND";
    private static final String DEADLINE = "DEADLINE_EXCEEDED";
    private static final String MALFORMED = "RESULT_MALFORMED";

    /** A way to make the event of that number. */
    private interface Kind {
        CreatedEvent make(int number);
    }

    private static final List<Kind> ODD = List.of(
            number -> submitted(number, "unset-submitted", "0001-01-01T00:00:00Z"),
            number -> submitted(number, "early-submitted", "1969-12-31T23:59:59Z"),
            number -> submitted(number, "late-submitted", "9999-12-31T23:59:59Z"),
            number -> done(number, "unset-deadline", ",\"deadline\":\"0001-01-01T00:00:00Z\""),
            number -> done(number, "late-deadline", ",\"deadline\":\"9999-12-31T23:59:59Z\""),
            number -> done(number, "timestamp-zero", "").withTimestamp(0),
            number -> done(number, "timestamp-seconds", "").withTimestamp(1_795_000_000L),
            number -> done(number, "timestamp-micros", "").withTimestamp(1_795_000_000_000_000L),
            number -> done(number, "timestamp-2100", "").withTimestamp(4_102_444_800_000L),
            number -> done(number, "timestamp-10000", "").withTimestamp(253_402_300_800_000L),
            OddEvents::badTime,
            OddEvents::structured,
            OddEvents::registryPrefix,
            number -> CreatedEvent.of(
                    number,
                    "connect-envelope",
                    "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"taskId\":\"" + id(number) + "\"}}",
                    Expected.of("dead *")),
            number -> CreatedEvent.of(number, "no-task-id", "{\"model\":\"m\"}", Expected.of("dead missing-task-id")),
            number -> large(number, "large", LARGE_BYTES, Expected.DONE),
            number ->
                    large(number, "largest", LARGEST_BYTES, Expected.of(Expected.COMPLETED, "dead outcome-too-large")),
            number -> done(number, "gzip", "").withCodec("gzip"),
            number -> done(number, "snappy", "").withCodec("snappy"),
            number -> done(number, "lz4", "").withCodec("lz4"),
            number -> done(number, "zstd", "").withCodec("zstd"));

    private static final List<Kind> TROUBLED = Stream.of(
                    mortal(
                            "InternalError",
                            "ServiceUnavailable",
                            "FailedOperation",
                            "AuthFailure.UnauthorizedOperation",
                            "AuthFailure.SecretIdNotFound",
                            "UnauthorizedOperation",
                            "InvalidParameterValue.UserUnRegister",
                            "LimitExceeded",
                            "InvalidAction",
                            "NobodyKnows.This",
                            "http-403",
                            "http-503",
                            "garbage",
                            "empty",
                            "reset",
                            "hang",
                            "status-TIMEOUT"),
                    notFound("FailedOperation.TaskNotFound", "ResourceNotFound", "InvalidParameterValue.TaskId"),
                    passing(
                            "InternalError",
                            "http-503",
                            "AuthFailure.UnauthorizedOperation",
                            "ResourceNotFound",
                            "RequestLimitExceeded",
                            "status-PAUSED",
                            "contradiction",
                            "no-urls"),
                    Stream.<Kind>of(
                            number ->
                                    troubled(number, "contradiction", deadline(), Expected.failed(DEADLINE, MALFORMED)),
                            number -> troubled(number, "no-urls", "", Expected.failed(MALFORMED)),
                            number -> CreatedEvent.of(
                                    number,
                                    "foreign-id",
                                    "{\"taskId\":\"4-AigcImage-foreign-" + number + "\"}",
                                    Expected.failed(NOT_FOUND))))
            .flatMap(kinds -> kinds)
            .toList();

    private final Random random;
    private final List<Kind> oddDeck = new ArrayList<>();
    private final List<Kind> troubleDeck = new ArrayList<>();

    OddEvents(Random random) {
        this.random = random;
    }

    /** The next event whose form is odd. */
    CreatedEvent odd(int number) {
        return next(oddDeck, ODD).make(number);
    }

    /** The next task that is in trouble at MPS, for a while or for good. */
    CreatedEvent troubled(int number) {
        return next(troubleDeck, TROUBLED).make(number);
    }

    /** One of each kind, numbered from there on. */
    static List<CreatedEvent> all(int from) {
        var all = new ArrayList<CreatedEvent>();
        for (var kind : ODD) {
            all.add(kind.make(from + all.size()));
        }
        for (var kind : TROUBLED) {
            all.add(kind.make(from + all.size()));
        }
        return all;
    }

    private Kind next(List<Kind> deck, List<Kind> all) {
        if (deck.isEmpty()) {
            deck.addAll(all);
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }

    private static String id(int number) {
        return "sim-" + number + ";for=1s;end=done";
    }

    private static CreatedEvent done(int number, String kind, String more) {
        return CreatedEvent.of(number, kind, "{\"taskId\":\"" + id(number) + "\"" + more + "}", Expected.DONE);
    }

    private static CreatedEvent submitted(int number, String kind, String time) {
        return done(number, kind, ",\"submittedAt\":\"" + time + "\"");
    }

    /** A known serializer's habit. */
    private static CreatedEvent badTime(int number) {
        var event = "event-" + number;
        return done(number, "bad-ce-time", "")
                .withEventId(event)
                .withHeaders(
                        "ce_specversion", "1.0",
                        "ce_id", event,
                        "ce_source", "/chaos",
                        "ce_type", "task.created",
                        "ce_time", "2026-11-27T23:20:00.370582GMT",
                        "content-type", "application/json");
    }

    /** Without the header that would declare it. */
    private static CreatedEvent structured(int number) {
        var event = "event-" + number;
        var envelope =
                "{\"specversion\":\"1.0\",\"id\":\"" + event + "\",\"source\":\"/chaos\",\"type\":\"task.created\","
                        + "\"data\":{\"taskId\":\"" + id(number) + "\"}}";
        return CreatedEvent.of(number, "structured", envelope, Expected.DONE).withEventId(event);
    }

    private static CreatedEvent registryPrefix(int number) {
        var event = CreatedEvent.of(number, "registry-prefix", "", Expected.of("dead *"));
        return event.withValue(("\0\0\0\0\f{\"taskId\":\"" + id(number) + "\"}").getBytes(UTF_8));
    }

    private static CreatedEvent large(int number, String kind, int bytes, Expected expected) {
        var head = "{\"taskId\":\"" + id(number) + "\",\"metadata\":{\"text\":\"";
        var json = head + "x".repeat(bytes - head.length() - 3) + "\"}}";
        return CreatedEvent.of(number, kind, json, expected);
    }

    /** Troubles that end with the deadline. */
    private static Stream<Kind> mortal(String... troubles) {
        return Arrays.stream(troubles)
                .map(trouble -> number -> troubled(number, trouble, deadline(), Expected.failed(DEADLINE)));
    }

    private static Stream<Kind> notFound(String... troubles) {
        return Arrays.stream(troubles)
                .map(trouble -> number -> troubled(number, trouble, "", Expected.failed(NOT_FOUND)));
    }

    /** Troubles that are over before anything may be given up. */
    private static Stream<Kind> passing(String... troubles) {
        return Arrays.stream(troubles)
                .map(trouble -> number -> troubled(number, trouble, ";trouble-for=3s", "", Expected.DONE));
    }

    private static CreatedEvent troubled(int number, String trouble, String deadline, Expected expected) {
        return troubled(number, trouble, "", deadline, expected);
    }

    private static CreatedEvent troubled(
            int number, String trouble, String lasting, String deadline, Expected expected) {
        var id = id(number) + ";trouble=" + trouble + lasting;
        var kind = (lasting.isEmpty() ? "" : "passing-") + trouble;
        return CreatedEvent.of(number, kind, "{\"taskId\":\"" + id + "\"" + deadline + "}", expected);
    }

    private static String deadline() {
        return ",\"deadline\":\"" + Instant.now().plusSeconds(DEADLINE_SECONDS) + "\"";
    }
}
