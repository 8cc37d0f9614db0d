package io.mpsbridge.pipeline;

import io.mpsbridge.task.QuotaScope;

/** A snapshot of the pipeline of one scope. */
public record ScopeStatus(QuotaScope scope, PipelineStatus pipeline) {

    /** Whether it has tasks, or trouble. */
    public boolean isInUse() {
        return pipeline.tasks() > 0 || pipeline.hold() != null;
    }
}
