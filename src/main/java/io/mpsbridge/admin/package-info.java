/** Read-only HTTP for probes and people. */
@NullMarked
package io.mpsbridge.admin;

import org.jspecify.annotations.NullMarked;
