/**
 * What operators send: submissions, replays, dead letters. A replay sends each event again exactly once, however often
 * it is interrupted; its progress is the committed offsets of a consumer group of its own.
 */
@NullMarked
package io.mpsbridge.replay;

import org.jspecify.annotations.NullMarked;
