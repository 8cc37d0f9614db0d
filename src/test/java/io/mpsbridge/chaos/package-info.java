/** The bridge under a seeded schedule of faults: whatever breaks, every created record is answered once. */
@NullMarked
package io.mpsbridge.chaos;

import org.jspecify.annotations.NullMarked;
