/** A stand-in for MPS with its wire behaviour. Shares no code with {@code mps}, so that no bug can hide in both. */
@NullMarked
package io.mpsbridge.simulator;

import org.jspecify.annotations.NullMarked;
