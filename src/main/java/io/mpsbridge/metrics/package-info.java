/**
 * Numbers for Prometheus: Micrometer meters behind the recorder interfaces and status snapshots of the features.
 */
@NullMarked
package io.mpsbridge.metrics;

import org.jspecify.annotations.NullMarked;
