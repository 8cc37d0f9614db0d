/**
 * The domain: what was asked for ({@link io.mpsbridge.task.TaskCreated}), what one poll said ({@link
 * io.mpsbridge.task.Verdict}), and how it ended ({@link io.mpsbridge.task.TaskOutcome}).
 */
@NullMarked
package io.mpsbridge.task;

import org.jspecify.annotations.NullMarked;
