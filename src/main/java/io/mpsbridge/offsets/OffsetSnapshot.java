package io.mpsbridge.offsets;

/**
 * What to commit for a partition. Snapshots of one tracker with a completion in between differ in offset or metadata,
 * so after a commit of unknown outcome the group's own offset tells which is in force.
 *
 * @param offset the lowest one that is not done
 * @param metadata what is done above it
 * @param completions records completed so far in the tracker
 */
public record OffsetSnapshot(long offset, String metadata, long completions) {}
