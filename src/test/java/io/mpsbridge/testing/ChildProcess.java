package io.mpsbridge.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A JVM of its own for a test: its output is kept in a file and, the newest lines, in memory; it can be waited for and
 * be sent signals, and it is dead after {@link #close}, or with this JVM.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int KEPT_LINES = 2_000;
    private static final int SHOWN_LINES = 40;
    private static final int KILL_SECONDS = 20;
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR");

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread reader;
    private final Thread lastResort;
    private final Deque<String> lines = new ArrayDeque<>();
    private boolean outputEnded;

    private ChildProcess(String name, ProcessBuilder builder) throws IOException {
        this.name = name;
        this.process = builder.redirectErrorStream(true).start();
        this.lastResort = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(lastResort);
        this.log = Files.createDirectories(Path.of("target", "child-processes"))
                .resolve(name + "-" + process.pid() + ".log");
        this.reader = new Thread(this::readOutput, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the bridge's own command line: the packaged jar where the build has made it, else the class path of the
     * tests.
     */
    public static ChildProcess bridge(String name, Map<String, String> environment, String... arguments) {
        var jar = Path.of(System.getProperty("mpsbridge.jar", "-"));
        var jvm = List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        if (!Files.exists(jar)) {
            return java(name, environment, jvm, "io.mpsbridge.cli.Main", arguments);
        }
        return jar(name, environment, jvm, jar, arguments);
    }

    /** Starts a jar, with the environment as {@link #java} has it. */
    public static ChildProcess jar(
            String name, Map<String, String> environment, List<String> jvm, Path jar, String... arguments) {
        var command = javaCommand(jvm);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return start(name, environment, command);
    }

    /** Starts a class of this JVM's class path. The environment is the given one and nothing but what a JVM needs. */
    public static ChildProcess java(
            String name, Map<String, String> environment, List<String> jvm, String mainClass, String... arguments) {
        var command = javaCommand(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return start(name, environment, command);
    }

    /** The same with another jar before the class path, whose classes are taken rather than those after it. */
    public static ChildProcess javaBehind(
            Path jar, String name, Map<String, String> environment, List<String> jvm, String mainClass) {
        if (!Files.isReadable(jar)) {
            throw new IllegalStateException(jar + " is missing: run the benchmarks by mvn -Pbench, which copies it");
        }
        var command = javaCommand(jvm);
        command.addAll(List.of("-cp", jar + File.pathSeparator + System.getProperty("java.class.path"), mainClass));
        return start(name, environment, command);
    }

    private static List<String> javaCommand(List<String> jvm) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        return command;
    }

    private static ChildProcess start(String name, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, builder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The whole output, as far as it has come. */
    public Path log() {
        return log;
    }

    /** The newest 2,000 lines of output, oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line that contains the text; one that has already come counts. Fails when time or output ends. */
    public String awaitLine(String text, Duration limit) {
        return awaitLine("a line with '" + text + "'", line -> line.contains(text), limit);
    }

    /** Waits for a line, which the description names if it does not come. */
    public synchronized String awaitLine(String description, Predicate<String> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            var found = lines.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            long left = end - System.nanoTime();
            if (left <= 0 || outputEnded) {
                throw new AssertionError(name + (outputEnded ? " ended without " : " took too long for ") + description
                        + "\n" + newestLines());
            }
            waitForOutput(left);
        }
    }

    /** Waits for the end and returns the exit code; 128 + n where signal n ended it. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " is still running after " + limit + "\n" + newestLines());
            }
            reader.join(TimeUnit.SECONDS.toMillis(KILL_SECONDS));
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        signal("TERM");
    }

    /** SIGKILL. */
    public void kill() {
        signal("KILL");
    }

    /** SIGSTOP: the process stands still, its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: a frozen process goes on, not knowing that it had stopped. */
    public void thaw() {
        signal("CONT");
    }

    /** Kills the process, frozen or not, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(KILL_SECONDS));
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException thisJvmEnds) {
            // The hook runs or has run; the process is dead either way.
        }
    }

    private void signal(String signal) {
        try {
            var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid()))
                    .redirectErrorStream(true)
                    .start();
            if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS) || (kill.exitValue() != 0 && isAlive())) {
                throw new IllegalStateException("Cannot send " + signal + " to " + name + ", pid " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void readOutput() {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                keep(line);
            }
        } catch (IOException e) {
            keep("(output lost: " + e + ")");
        } finally {
            endOutput();
        }
    }

    private synchronized void keep(String line) {
        if (lines.size() == KEPT_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
        notifyAll();
    }

    private synchronized void endOutput() {
        outputEnded = true;
        notifyAll();
    }

    private synchronized void waitForOutput(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private synchronized String newestLines() {
        return String.join(
                "\n",
                lines.stream().skip(Math.max(0, lines.size() - SHOWN_LINES)).toList());
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
