/** What tests share: a real Kafka broker, a proxy that breaks connections, child processes, readers of topics. */
@NullMarked
package io.mpsbridge.testing;

import org.jspecify.annotations.NullMarked;
