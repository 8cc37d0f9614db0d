/**
 * A stand-in for MPS with its wire behaviour. Shares no code with {@code mps}, so that one bug cannot hide in both.
 */
@NullMarked
package io.mpsbridge.simulator;

import org.jspecify.annotations.NullMarked;
