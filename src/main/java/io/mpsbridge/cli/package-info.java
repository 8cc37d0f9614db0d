/** Commands and exit codes. */
@NullMarked
package io.mpsbridge.cli;

import org.jspecify.annotations.NullMarked;
