/**
 * Replay: puts events on their topics once more, each exactly once however often the replay is interrupted, and looks
 * into dead letters. The progress of a replay is the committed offsets of a consumer group of its own.
 */
@NullMarked
package io.mpsbridge.replay;

import org.jspecify.annotations.NullMarked;
