package io.mpsbridge.kafka;

/** What the loop has counted since its start. Owned by the loop's thread. */
final class LoopCounts {
    long events;
    long tombstones;
    long skippedAsDone;
    long deadLetters;
    long completed;
    long failed;
    long transactions;
    long aborts;
    long rebuilds;
    long resets;
    long droppedOutcomes;
}
