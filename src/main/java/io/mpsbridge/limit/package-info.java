/** When a request may leave, so that the account's quota is never exceeded. */
@NullMarked
package io.mpsbridge.limit;

import org.jspecify.annotations.NullMarked;
