/** The loop that owns the consumer, the transactions beside it, and the lease on the quota. */
@NullMarked
package io.mpsbridge.kafka;

import org.jspecify.annotations.NullMarked;
