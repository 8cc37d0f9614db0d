/** Kafka's clients: their settings and the rules for them, how they are made, and the broker's limits. */
@NullMarked
package io.mpsbridge.clients;

import org.jspecify.annotations.NullMarked;
