/**
 * Metrics for Prometheus and spans for OpenTelemetry, behind the recorder interfaces and status snapshots of the
 * features. Without an agent or an SDK the spans do nothing.
 */
@NullMarked
package io.mpsbridge.telemetry;

import org.jspecify.annotations.NullMarked;
