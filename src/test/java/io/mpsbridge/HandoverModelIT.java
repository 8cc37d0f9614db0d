package io.mpsbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mpsbridge.testing.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The models of the hand-over in {@code src/test/promela}, checked exhaustively by Spin: whatever is late, lost, frozen
 * or killed, the quota holds and a record gets one answer. Each planted fault is found.
 */
class HandoverModelIT {

    private static final Path MODELS = Path.of("src", "test", "promela");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** States beyond this are not searched, and the search then counts as incomplete. */
    private static final int MEGABYTES = 1_500;

    private static final String NO_VIOLATION = "errors: 0";
    private static final String VIOLATION = "errors: 1";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "quota.pml, NO_MARGIN",
        "quota.pml, PERMIT_AT_REQUEST",
        "quota.pml, FIRST_ANSWER",
        "answer.pml, BELIEVED",
        "answer.pml, RETRIED",
        "answer.pml, SAME_EPOCH",
        "answer.pml, UNSTABLE",
        "answer.pml, STALE",
    })
    void aPlantedFaultIsFound(String model, String fault) throws Exception {
        assertThat(search(model, "-D" + fault)).contains(VIOLATION);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"quota.pml", "answer.pml"})
    void withoutOneNoStateThatCanBeReachedViolatesThePromise(String model) throws Exception {
        assertThat(search(model))
                .contains(NO_VIOLATION)
                .doesNotContain("Search not completed", "max search depth too small", "out of memory");
    }

    @Test
    void everyFaultOfAModelIsPlantedHere() throws Exception {
        CsvSource planted = HandoverModelIT.class
                .getDeclaredMethod("aPlantedFaultIsFound", String.class, String.class)
                .getAnnotation(CsvSource.class);
        List<String> faults = new ArrayList<>();
        for (String model : List.of("quota.pml", "answer.pml")) {
            try (Stream<String> lines = Files.lines(MODELS.resolve(model))) {
                lines.filter(line -> line.startsWith("#ifdef "))
                        .map(line -> model + ", " + line.substring("#ifdef ".length()))
                        .distinct()
                        .forEach(faults::add);
            }
        }

        assertThat(planted.value()).containsExactlyInAnyOrderElementsOf(faults);
    }

    private String search(String model, String... flags) throws Exception {
        assumeThat(has("spin") && has("cc"))
                .as("spin and cc, to check the models with")
                .isTrue();
        Files.copy(MODELS.resolve(model), directory.resolve(model));
        List<String> spin = new ArrayList<>(List.of("spin", "-a"));
        spin.addAll(List.of(flags));
        spin.add(model);
        run(spin);
        run(List.of("cc", "-O1", "-w", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=" + MEGABYTES, "-o", "pan", "pan.c"));
        return run(List.of("./pan", "-m200000"));
    }

    private static boolean has(String tool) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, tool)));
    }

    private String run(List<String> command) throws Exception {
        return ProgramRun.succeeding(directory, LIMIT, command);
    }
}
