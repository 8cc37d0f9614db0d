/** The demo: broker, simulator and bridge in one process. */
@NullMarked
package io.mpsbridge.demo;

import org.jspecify.annotations.NullMarked;
