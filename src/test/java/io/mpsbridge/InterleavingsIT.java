package io.mpsbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.admin.ActivityRace;
import io.mpsbridge.kafka.CommitRace;
import io.mpsbridge.kafka.LeaseRace;
import io.mpsbridge.kafka.OutputQueueRace;
import io.mpsbridge.kafka.TransactionThreadRace;
import io.mpsbridge.limit.PermitRace;
import io.mpsbridge.limit.QuotaRace;
import io.mpsbridge.pipeline.PipelineRace;
import io.mpsbridge.testing.Interleavings;
import io.mpsbridge.testing.ProgramRun;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What threads share, under schedules that Lincheck chooses, the same ones each time: no invariant of
 * {@code src/docs/invariants.md} is violated, and each planted fault violates the one that it names. A fault is planted
 * in the class itself, which is compiled anew and put in front of the class path.
 */
@Execution(ExecutionMode.SAME_THREAD) // each takes a core, and more at once would take no less time
class InterleavingsIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int SCHEDULES = 100;
    private static final int ATTEMPTS = 3;
    private static final String HUNG = "has hung";
    private static final List<String> JVM = List.of(
            "-XX:+EnableDynamicAgentLoading",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--add-opens=java.base/java.util=ALL-UNNAMED");

    @TempDir
    Path classes;

    @ParameterizedTest
    @EnumSource
    void aFaultChangesTheClassThatItIsPlantedIn(PlantedFault fault) throws Exception {
        fault.compileInto(classes);

        assertThat(classes).isNotEmptyDirectory();
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void aPlantedFaultIsFound(PlantedFault fault) throws Exception {
        fault.compileInto(classes);

        assertThat(search(fault.race())).contains("violation: ", fault.violation());
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource
    void withoutOneNoScheduleViolatesAnInvariant(Class<? extends Runnable> race) throws Exception {
        assertThat(search(race)).contains("no violation in ");
    }

    static Stream<Class<? extends Runnable>> withoutOneNoScheduleViolatesAnInvariant() {
        return Stream.of(
                ActivityRace.class,
                CommitRace.class,
                LeaseRace.class,
                OutputQueueRace.class,
                PermitRace.class,
                PipelineRace.class,
                QuotaRace.class,
                TransactionThreadRace.class);
    }

    /** Again if it hung: Lincheck gives a schedule a fixed time, which a machine that is busy otherwise may exceed. */
    private String search(Class<? extends Runnable> race) throws Exception {
        String found = searchOnce(race);
        for (int i = 1; i < ATTEMPTS && found.contains(HUNG); i++) {
            found = searchOnce(race);
        }
        return found;
    }

    private String searchOnce(Class<? extends Runnable> race) throws Exception {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream<String> arguments = Stream.of(
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                Interleavings.class.getName(),
                race.getName(),
                String.valueOf(SCHEDULES));
        return ProgramRun.succeeding(
                Path.of("."),
                LIMIT,
                Stream.of(java, JVM.stream(), arguments).flatMap(each -> each).toList());
    }
}
