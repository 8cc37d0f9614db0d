package io.mpsbridge.admin;

import io.mpsbridge.pipeline.TaskView;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to show: {@code /api/tasks?q=…&sort=age&order=desc&offset=0&limit=50}.
 *
 * @param text to find in id, kind, account, model, status, replay name or metadata, in lower case; empty for all
 */
record TaskQuery(String text, Sort sort, boolean descending, int offset, int limit) {

    /** The default limit of tasks in flight. */
    private static final int MAX_OFFSET = 100_000;

    private static final int MAX_LIMIT = 200;
    private static final int MAX_TEXT = 256;

    enum Sort {
        /** Ascending: the youngest first. */
        AGE,
        TASK,
        MODEL,
        STATUS,
        POLLS,
        NEXT;

        private Comparator<TaskView> ascending() {
            return switch (this) {
                case AGE -> Comparator.comparing(TaskView::createdAt).reversed();
                case TASK -> Comparator.comparing(TaskView::taskId);
                case MODEL -> Comparator.comparing(TaskView::model, Comparator.nullsLast(Comparator.naturalOrder()));
                case STATUS -> Comparator.comparing(TaskView::status, Comparator.nullsLast(Comparator.naturalOrder()));
                case POLLS -> Comparator.comparingInt(TaskView::polls);
                case NEXT -> Comparator.comparingLong(TaskView::dueInMillis);
            };
        }
    }

    /** The message says what to change. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    static TaskQuery parse(String uri) throws InvalidException {
        Map<String, List<String>> given;
        try {
            given = new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException e) {
            throw new InvalidException("the query is not percent-encoded UTF-8");
        }
        String text = one(given, "q", "").strip();
        if (text.length() > MAX_TEXT) {
            throw new InvalidException("q must have at most " + MAX_TEXT + " characters");
        }
        String order = one(given, "order", "desc");
        if (!order.equals("asc") && !order.equals("desc")) {
            throw new InvalidException("order must be asc or desc");
        }
        return new TaskQuery(
                text.toLowerCase(Locale.ROOT),
                sort(one(given, "sort", "age")),
                order.equals("desc"),
                number(given, "offset", 0, 0, MAX_OFFSET),
                number(given, "limit", 50, 1, MAX_LIMIT));
    }

    boolean matches(TaskView task) {
        return text.isEmpty()
                || holds(task.taskId())
                || holds(task.kind())
                || holds(task.account())
                || holds(task.model())
                || holds(task.status())
                || holds(task.replayName())
                || holds(task.metadata());
    }

    /** A total order, so that pages are stable. */
    Comparator<TaskView> order() {
        Comparator<TaskView> order = descending ? sort.ascending().reversed() : sort.ascending();
        return order.thenComparing(TaskView::taskId);
    }

    private boolean holds(@Nullable String value) {
        return value != null && value.toLowerCase(Locale.ROOT).contains(text);
    }

    private static Sort sort(String name) throws InvalidException {
        for (Sort sort : Sort.values()) {
            if (sort.name().toLowerCase(Locale.ROOT).equals(name)) {
                return sort;
            }
        }
        throw new InvalidException("sort must be one of "
                + Arrays.stream(Sort.values())
                        .map(sort -> sort.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }

    private static int number(Map<String, List<String>> given, String name, int otherwise, int least, int most)
            throws InvalidException {
        String text = one(given, name, String.valueOf(otherwise));
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new InvalidException(name + " must be a number from " + least + " to " + most);
    }

    private static String one(Map<String, List<String>> given, String name, String otherwise) {
        List<String> values = given.getOrDefault(name, List.of());
        return values.isEmpty() ? otherwise : values.get(0);
    }
}
