package io.mpsbridge.offsets;

/**
 * What to commit for a partition. Snapshots of one tracker between which a completion lies differ in offset or metadata,
 * so that after a commit of unknown outcome the group's own offset tells which of the two is in force.
 *
 * @param offset the lowest one that is not done
 * @param metadata what is done above it
 * @param completions how many records the tracker had seen complete
 */
public record OffsetSnapshot(long offset, String metadata, long completions) {}
