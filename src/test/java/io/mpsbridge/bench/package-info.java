/** Benchmarks: {@code mvn -Pbench -Dbench=PART}. They measure and print; nothing is asserted. */
package io.mpsbridge.bench;
