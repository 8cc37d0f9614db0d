/**
 * The domain: what was requested ({@link io.mpsbridge.task.TaskCreated}), the result of a poll
 * ({@link io.mpsbridge.task.Verdict}), and how the task ended ({@link io.mpsbridge.task.TaskOutcome}).
 */
@NullMarked
package io.mpsbridge.task;

import org.jspecify.annotations.NullMarked;
