package io.mpsbridge.testing;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What figures are worth only with: the machine, and the versions of what does the work. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** One line. */
    public static String describe() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return String.format(
                "%d cores%s, %.0f GB, %s %s; Java %s (%s); Kafka %s, Reactor %s, Reactor Netty %s",
                Runtime.getRuntime().availableProcessors(),
                processor(),
                system.getTotalMemorySize() / 1e9,
                system.getName(),
                system.getArch(),
                Runtime.version(),
                System.getProperty("java.vm.vendor"),
                KafkaBroker.VERSION,
                version(Mono.class),
                version(HttpClient.class));
    }

    private static String version(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }

    /** Where the system tells it. */
    private static String processor() {
        if (!Files.exists(PROCESSORS)) {
            return "";
        }
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
