package io.mpsbridge.task;

/**
 * One field of a task's results.
 *
 * @param name in our events
 * @param vendorName in the vendor's answers
 */
public record ResultField(String name, String vendorName, Shape shape) {

    /** What the field holds. */
    public enum Shape {
        /** An array of URLs. */
        URLS,
        /** An array of objects, each with a URL and perhaps a duration. */
        MEDIA,
        /** A string. */
        TEXT
    }
}
