/** Which task to ask about next, and when. */
@NullMarked
package io.mpsbridge.poll;

import org.jspecify.annotations.NullMarked;
