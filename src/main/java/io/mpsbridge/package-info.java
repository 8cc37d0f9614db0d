/** mps-bridge: turns task-created events on Kafka into terminal events by polling MPS. */
@NullMarked
package io.mpsbridge;

import org.jspecify.annotations.NullMarked;
