package io.mpsbridge.offsets;

/**
 * How full the commit metadata of a partition is.
 *
 * @param incomplete records held and not completed, and those that a loaded map lists
 * @param span from the watermark to the highest offset seen
 * @param metadataChars size of a commit now
 * @param limit its maximum; the partition pauses before that
 */
public record OffsetStatus(int incomplete, long span, long metadataChars, int limit) {}
