/**
 * Kafka's clients: their settings, which keys may be set and what follows from them, how they are made, and what the
 * broker takes from them.
 */
@NullMarked
package io.mpsbridge.clients;

import org.jspecify.annotations.NullMarked;
