/**
 * What operators send: submissions, replays, dead letters. A replay puts events on their topics once more, each exactly
 * once however often it is interrupted; its progress is the committed offsets of a consumer group of its own.
 */
@NullMarked
package io.mpsbridge.replay;

import org.jspecify.annotations.NullMarked;
