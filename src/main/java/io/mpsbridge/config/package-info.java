/**
 * Files, environment and command line turned into {@link io.mpsbridge.config.Settings}, every mistake at once.
 */
@NullMarked
package io.mpsbridge.config;

import org.jspecify.annotations.NullMarked;
