package io.mpsbridge.simulator;

/** How a task ends; the names are the vendor's statuses. */
public enum Ending {
    DONE,
    FAIL
}
