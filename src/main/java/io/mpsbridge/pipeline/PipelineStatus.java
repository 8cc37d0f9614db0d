package io.mpsbridge.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How the pipeline stands.
 *
 * @param tasks task ids in flight
 * @param events created events in flight; several may wait for one task
 * @param open calls that have not been answered yet
 * @param hold why polling is held, or null while it flows
 */
public record PipelineStatus(
        int tasks, int events, int open, @Nullable Hold hold) {}
