package io.mpsbridge.task;

/**
 * The record a task came from, within one assignment of its partition.
 *
 * @param epoch counts the assignments of the partition in this process: the same offset read again after a rebalance is
 *     another origin, so that a late answer to the former cannot complete the latter
 * @param size bytes of the record's key, value and headers
 */
public record Origin(int partition, int epoch, long offset, int size) {}
