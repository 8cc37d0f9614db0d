package io.mpsbridge.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;

/**
 * Processor time used since the processes began, in nanoseconds.
 *
 * @param contender its process
 * @param broker its process
 * @param simulator its event loops, in this process
 * @param rest of this process: the load and the observers
 */
record CpuTime(long contender, long broker, long simulator, long rest) {

    static CpuTime of(long contenderPid, long brokerPid) {
        long simulator = simulatorNanos();
        return new CpuTime(
                nanos(contenderPid),
                nanos(brokerPid),
                simulator,
                nanos(ProcessHandle.current().pid()) - simulator);
    }

    /** Of the thread that calls it. */
    static long ofThisThread() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    CpuTime minus(CpuTime earlier) {
        return new CpuTime(
                contender - earlier.contender,
                broker - earlier.broker,
                simulator - earlier.simulator,
                rest - earlier.rest);
    }

    private static long nanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElseThrow();
    }

    private static long simulatorNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("mps-simulator"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
