/**
 * What the bridge needs of Kafka and of MPS, whether it is there, and what a person does where it is not.
 */
@NullMarked
package io.mpsbridge.check;

import org.jspecify.annotations.NullMarked;
