package io.mpsbridge;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Directions, cycles, and which library is used where. */
class ArchitectureTest {

    private static final String ROOT = "io.mpsbridge.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mpsbridge");

    /** What each package may use of the others; {@code src/docs/architecture.md} has the same table. */
    static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("input", List.of()),
            Map.entry("task", List.of()),
            Map.entry("limit", List.of("input")),
            Map.entry("poll", List.of("task", "input")),
            Map.entry("event", List.of("task", "input")),
            Map.entry("mps", List.of("task", "input")),
            Map.entry("offsets", List.of()),
            Map.entry("clients", List.of("event", "input")),
            Map.entry("kafka", List.of("clients", "offsets", "event", "task", "input")),
            Map.entry("replay", List.of("event", "clients", "task", "input")),
            Map.entry("pipeline", List.of("poll", "limit", "task", "input")),
            Map.entry("admin", List.of("kafka", "limit", "pipeline", "task", "input")),
            Map.entry("telemetry", List.of("clients", "kafka", "pipeline", "poll", "limit", "task", "input")),
            Map.entry("simulator", List.of()),
            Map.entry("config", List.of("clients", "mps", "limit", "poll", "pipeline", "admin", "task", "input")),
            Map.entry(
                    "check",
                    List.of(
                            "admin",
                            "clients",
                            "config",
                            "event",
                            "kafka",
                            "limit",
                            "mps",
                            "offsets",
                            "pipeline",
                            "task",
                            "input")),
            Map.entry(
                    "app",
                    List.of(
                            "check",
                            "config",
                            "clients",
                            "kafka",
                            "mps",
                            "limit",
                            "poll",
                            "pipeline",
                            "admin",
                            "telemetry",
                            "event",
                            "input",
                            "task")),
            Map.entry(
                    "cli",
                    List.of(
                            "admin",
                            "app",
                            "check",
                            "clients",
                            "config",
                            "event",
                            "input",
                            "pipeline",
                            "replay",
                            "simulator")));

    /** Which packages may use a library. */
    private static final Map<String, List<String>> CONFINED = Map.of(
            // Micrometer's binder wants the clients themselves.
            "org.apache.kafka..", List.of("clients", "kafka", "replay", "check", "app", "telemetry"),
            "io.micrometer..", List.of("telemetry"),
            "io.opentelemetry..", List.of("telemetry"),
            "reactor.netty..", List.of("mps", "admin", "simulator"),
            "io.netty..", List.of("mps", "admin", "simulator"),
            "picocli..", List.of("cli"),
            "io.cloudevents..", List.of("event"),
            "com.networknt..", List.of("event"),
            "io.smallrye..", List.of("config"),
            "org.eclipse.microprofile..", List.of("config"));

    static Stream<String> packages() {
        return MAY_USE.keySet().stream().sorted();
    }

    static Stream<String> libraries() {
        return CONFINED.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatTheDesignAllows(String name) {
        String[] forbidden = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(name)
                        && !MAY_USE.getOrDefault(name, List.of()).contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLibraryIsUsedOnlyWhereItBelongs(String library) {
        String[] allowed =
                CONFINED.get(library).stream().map(name -> ROOT + name + "..").toArray(String[]::new);

        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    /**
     * The composition root builds, starts and stops: events pass through the two adapters alone, which only pass them
     * on. It knows of accounts and kinds, since it builds a pipeline for each.
     */
    @Test
    void nothingPerEventHappensInTheCompositionRoot() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "app..")
                .and()
                .doNotHaveSimpleName("PipelineListener")
                .and()
                .doNotHaveSimpleName("LoopOutcomes")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "task..")
                        .and(not(simpleName("QuotaScope")))
                        .and(not(simpleName("TaskKind"))))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsListedHere() {
        List<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()))
                .distinct()
                .toList();

        assertThat(found).allMatch(MAY_USE::containsKey);
    }

    @Test
    void thereIsNoCycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodySleepsOrReadsTheWallClockByItself() {
        ArchRule noSleep = noClasses().should().callMethod(Thread.class, "sleep", long.class);
        ArchRule noWallClock = noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC");

        noSleep.check(CLASSES);
        noWallClock.check(CLASSES);
    }

    @Test
    void theMonotonicClockIsReadWhereTheProgramIsPutTogetherAndNowhereElse() {
        noClasses()
                .that(resideInAnyPackage(except("app", "check", "cli")))
                .should()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void answersAreReadByReadersThatHoldTheirDeserializer() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "mps")
                .should()
                .callMethodWhere(target(owner(assignableTo(ObjectMapper.class)))
                        .and(target(nameMatching("reader|readTree|readValue"))))
                .because(
                        "the first answers of several connections would wait for the lock under which Jackson makes it")
                .check(CLASSES);
    }

    @Test
    void onlyCommandsWriteToTheConsole() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(target(name("printStackTrace")))
                .because("a failure is reported, not printed")
                .check(CLASSES);
        assertThat(CLASSES.that(alwaysTrue())).isNotEmpty();
    }

    private static String[] except(String... names) {
        return MAY_USE.keySet().stream()
                .filter(name -> !Arrays.asList(names).contains(name))
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
    }
}
