/**
 * What teams run today in the bridge's place, for the benchmarks: each is a program of its own, written as one of its
 * kind is written, neither crippled nor better than that. Nothing is shared with the bridge.
 */
package io.mpsbridge.bench.peer;
