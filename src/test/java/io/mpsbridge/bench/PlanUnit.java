package io.mpsbridge.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the adaptive plan's choice and the answer to it cost, with 10,000 tasks in flight. */
@State(Scope.Thread)
public class PlanUnit {
    private final SteadyPlanLoad load = new SteadyPlanLoad(10_000);

    /** One task is chosen and found unfinished, or ended and replaced by another. */
    @Benchmark
    public void turn() {
        load.run(1);
    }
}
