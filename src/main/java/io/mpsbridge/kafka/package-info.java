/**
 * The loop thread that owns consumer and producer, and the offsets it commits.
 */
@NullMarked
package io.mpsbridge.kafka;

import org.jspecify.annotations.NullMarked;
