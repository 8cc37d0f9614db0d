package io.mpsbridge.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the numbers were measured on. */
final class Machine {

    private static final List<String> LIBRARIES = List.of(
            "kafka-clients",
            "kafka_2.13",
            "reactor-netty-http",
            "netty-handler",
            "reactor-kafka",
            "tencentcloud-sdk-java-common");

    private Machine() {}

    /** In one line: the machine, Java, and the libraries as they stand on the class path. */
    static String describe() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d cores, %.0f GB, %s %s, Java %s; %s",
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize() / 1e9,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                LIBRARIES.stream().map(Machine::library).collect(Collectors.joining(", ")));
    }

    private static String library(String artifact) {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> jar.matcher(Path.of(entry).getFileName().toString()))
                .filter(Matcher::matches)
                .map(found -> artifact + " " + found.group(1))
                .findFirst()
                .orElse(artifact + " ?");
    }
}
