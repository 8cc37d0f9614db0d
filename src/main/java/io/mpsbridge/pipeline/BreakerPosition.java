package io.mpsbridge.pipeline;

/** How much the circuit breaker lets through: everything, single probes, or half the quota. */
public enum BreakerPosition {
    CLOSED,
    OPEN,
    HALF_OPEN
}
