/**
 * Turns files, environment and command line into {@link io.mpsbridge.config.Settings}, reporting every mistake at once.
 */
@NullMarked
package io.mpsbridge.config;

import org.jspecify.annotations.NullMarked;
