package io.mpsbridge.poll;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue of the service, as far as its answers tell.
 *
 * @param model whose tasks it holds; null for tasks that name none, and for those of more models than are told apart
 * @param waiting tasks that were waiting when last asked about
 * @param running tasks that were running then
 * @param notAsked tasks that were not asked about yet
 * @param orderWeight how far tasks are believed to start in the order of their creation, from 0 to 1; null while no
 *     answer has said that a task waits
 * @param estimate what that order tells; null unless it is believed and tasks wait
 */
public record QueueStatus(
        @Nullable String model,
        int waiting,
        int running,
        int notAsked,
        @Nullable Double orderWeight,
        @Nullable Estimate estimate) {

    private static final Comparator<QueueStatus> BY_MODEL =
            Comparator.comparing(QueueStatus::model, Comparator.nullsLast(Comparator.naturalOrder()));

    /**
     * What the order of creation tells.
     *
     * @param waiting tasks whose turn has not come, asked about or not
     * @param startsPerSecond tasks that start in a second, on average over the last minutes; null while too few have
     * @param positionError by how many places the position of a task may be wrong, as a standard deviation
     */
    public record Estimate(int waiting, @Nullable Double startsPerSecond, double positionError) {}

    /** The queues of two lanes by model: tasks add up, and the longer of two queues tells what is estimated. */
    static List<QueueStatus> merged(List<QueueStatus> one, List<QueueStatus> other) {
        List<QueueStatus> merged = new ArrayList<>(one);
        for (QueueStatus added : other) {
            int same = 0;
            while (same < merged.size() && !Objects.equals(merged.get(same).model, added.model)) {
                same++;
            }
            if (same == merged.size()) {
                merged.add(added);
            } else {
                merged.set(same, merged.get(same).plus(added));
            }
        }
        merged.sort(BY_MODEL);
        return merged;
    }

    private QueueStatus plus(QueueStatus other) {
        QueueStatus longer = other.presumedWaiting() > presumedWaiting() || orderWeight == null ? other : this;
        Estimate estimated = longer.estimate;
        return new QueueStatus(
                model,
                waiting + other.waiting,
                running + other.running,
                notAsked + other.notAsked,
                longer.orderWeight,
                estimated == null
                        ? null
                        : new Estimate(
                                presumedWaiting() + other.presumedWaiting(),
                                estimated.startsPerSecond,
                                estimated.positionError));
    }

    private int presumedWaiting() {
        return estimate == null ? 0 : estimate.waiting;
    }
}
