/**
 * Numbers for Prometheus and spans for OpenTelemetry, behind the recorder interfaces and status snapshots of the features;
 * without an agent or an SDK attached the spans are nothing.
 */
@NullMarked
package io.mpsbridge.telemetry;

import org.jspecify.annotations.NullMarked;
