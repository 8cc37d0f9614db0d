/**
 * Spans for OpenTelemetry; without an agent or an SDK attached they are nothing.
 */
@NullMarked
package io.mpsbridge.tracing;

import org.jspecify.annotations.NullMarked;
