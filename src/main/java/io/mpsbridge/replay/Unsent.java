package io.mpsbridge.replay;

/**
 * A selected record that was not sent.
 *
 * @param topic where it stands, with partition and offset
 * @param why in words
 * @param fixable whether another value for the record can help
 */
public record Unsent(String topic, int partition, long offset, String why, boolean fixable) {
    /** Of more than these only the number is kept. */
    static final int MOST = 20;
}
