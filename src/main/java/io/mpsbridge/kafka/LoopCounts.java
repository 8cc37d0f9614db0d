package io.mpsbridge.kafka;

import java.util.TreeMap;

/** What the loop has counted since its start. Owned by the loop's thread. */
final class LoopCounts {
    long events;
    long tombstones;
    long skippedAsDone;
    long deadLetters;
    /** By the code that the record carries: one of a few. */
    final TreeMap<String, Long> deadLettersByCode = new TreeMap<>();

    long completed;
    long failed;
    long transactions;
    long aborts;
    long rebuilds;
    long resets;
    long droppedOutcomes;
}
