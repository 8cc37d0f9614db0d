package io.mpsbridge.limit;

import java.util.Set;
import java.util.stream.IntStream;

/**
 * Deals the quota's permits out over the partitions of the created topic, evenly: permit {@code i} belongs to partition
 * {@code floor(i * partitions / permits)}. Whoever owns the partition owns its permits, so that the shares of all
 * replicas never add up to more than the quota, and the owner of all partitions has all of it. With more partitions
 * than permits, some partitions have none.
 */
public final class Shares {

    private Shares() {}

    /** How many of {@code permits} belong to the owned partitions, of {@code partitions} in all. */
    public static int of(Set<Integer> owned, int partitions, int permits) {
        return (int) IntStream.range(0, permits)
                .filter(permit -> owned.contains((int) ((long) permit * partitions / permits)))
                .count();
    }
}
