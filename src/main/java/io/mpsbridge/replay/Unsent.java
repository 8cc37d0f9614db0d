package io.mpsbridge.replay;

/**
 * A selected record that was not sent.
 *
 * @param topic where it stands, with partition and offset
 * @param why in words
 * @param mendable whether another value for the record can help
 */
public record Unsent(String topic, int partition, long offset, String why, boolean mendable) {
    /** Of more than these only the number is kept. */
    static final int MOST = 20;
}
