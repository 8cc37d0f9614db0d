package io.mpsbridge.offsets;

/**
 * How full the commit metadata of a partition is.
 *
 * @param incomplete records held and not completed, and those that a loaded map announces
 * @param span how far the highest offset seen lies above the watermark
 * @param metadataChars what a commit takes now
 * @param limit what it may take; the partition pauses before that
 */
public record OffsetStatus(int incomplete, long span, long metadataChars, int limit) {}
