/** The Reactor graph: plan and permits pace the calls, verdicts become outcomes. */
@NullMarked
package io.mpsbridge.pipeline;

import org.jspecify.annotations.NullMarked;
