/**
 * What is done above the watermark of a partition: the tracker, the map in a commit's metadata, its codec and its size.
 * Pure: no client, no clock, no thread ({@code src/docs/invariants.md}, O1 to O3).
 */
@NullMarked
package io.mpsbridge.offsets;

import org.jspecify.annotations.NullMarked;
