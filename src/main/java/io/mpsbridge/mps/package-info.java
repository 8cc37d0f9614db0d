/** The vendor's API: signed, bounded calls of {@code DescribeAigcImageTask} and the meaning of its answers. */
@NullMarked
package io.mpsbridge.mps;

import org.jspecify.annotations.NullMarked;
