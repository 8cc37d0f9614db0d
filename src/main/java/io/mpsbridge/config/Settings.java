package io.mpsbridge.config;

import io.mpsbridge.admin.AdminSettings;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.limit.LimitSettings;
import io.mpsbridge.mps.MpsSettings;
import io.mpsbridge.pipeline.PipelineSettings;
import io.mpsbridge.poll.PollSettings;

/** All settings of {@code run}, validated. */
public record Settings(
        KafkaSettings kafka,
        MpsSettings mps,
        LimitSettings limit,
        PollSettings poll,
        PipelineSettings pipeline,
        AdminSettings admin) {}
