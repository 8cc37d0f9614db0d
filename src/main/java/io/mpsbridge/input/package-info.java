/**
 * What comes from outside: text made fit to be shown, names in a bounded number, settings that cannot be. Uses the JDK
 * alone.
 */
@NullMarked
package io.mpsbridge.input;

import org.jspecify.annotations.NullMarked;
