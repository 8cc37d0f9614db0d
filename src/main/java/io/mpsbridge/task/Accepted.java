package io.mpsbridge.task;

/** A created event that has been read and owes an answer. */
public record Accepted(Origin origin, TaskCreated task) {}
