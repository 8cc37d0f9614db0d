/** The composition root: builds, starts and stops everything else, in order. */
@NullMarked
package io.mpsbridge.app;

import org.jspecify.annotations.NullMarked;
