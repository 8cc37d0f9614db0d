/** Input from outside: safe text, bounded names, invalid settings. Uses the JDK only. */
@NullMarked
package io.mpsbridge.input;

import org.jspecify.annotations.NullMarked;
