/** Checks what the bridge needs from Kafka and MPS, and says how to fix what is missing. */
@NullMarked
package io.mpsbridge.check;

import org.jspecify.annotations.NullMarked;
