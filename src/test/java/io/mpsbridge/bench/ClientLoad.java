package io.mpsbridge.bench;

import com.sun.management.OperatingSystemMXBean;
import io.mpsbridge.mps.PollingClient;
import java.lang.management.ManagementFactory;
import java.net.URI;

/** The process of one client: asks a simulator as often as it can. Its CPU time is the client's alone. */
public final class ClientLoad {

    static final String SECRET_ID = "simulator";
    static final String SECRET_KEY = "simulator-key";
    static final int ROUNDS = 7;
    static final String ROUND = "round ";

    private static final int WARM_UP = 100_000;
    private static final int CALLS = 30_000;
    /** Unfinished for as long as the benchmark takes. */
    private static final String TASK = "sim-bench;for=24h";

    /** The clients that are compared. */
    enum Kind {
        OURS("mps-bridge"),
        CEILING("Reactor Netty alone, signed before"),
        SDK("vendor's SDK in 20 threads");

        final String title;

        Kind(String title) {
            this.title = title;
        }

        private PollingClient open(URI endpoint) {
            return switch (this) {
                case OURS -> PollingClient.ours(endpoint, SECRET_ID, SECRET_KEY);
                case CEILING -> PollingClient.signedBefore(endpoint, SECRET_ID, SECRET_KEY);
                case SDK -> PollingClient.sdk(endpoint, SECRET_ID, SECRET_KEY);
            };
        }
    }

    private ClientLoad() {}

    /** Takes the kind and the simulator's address; prints calls per second and CPU nanoseconds per call by round. */
    public static void main(String[] arguments) {
        PollingClient client = Kind.valueOf(arguments[0]).open(URI.create(arguments[1]));
        client.poll(TASK, WARM_UP);
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = system.getProcessCpuTime();
            long begun = System.nanoTime();
            client.poll(TASK, CALLS);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.println(ROUND + CALLS / seconds + " " + (double) (system.getProcessCpuTime() - cpu) / CALLS);
        }
        System.exit(0);
    }
}
