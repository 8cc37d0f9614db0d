/** The wire format: CloudEvents on byte records to and from the domain, dead-letter headers. */
@NullMarked
package io.mpsbridge.event;

import org.jspecify.annotations.NullMarked;
