package io.mpsbridge;

import io.mpsbridge.admin.ActivityRace;
import io.mpsbridge.kafka.CommitRace;
import io.mpsbridge.kafka.LeaseRace;
import io.mpsbridge.kafka.OutputQueueRace;
import io.mpsbridge.kafka.TransactionThreadRace;
import io.mpsbridge.limit.PermitRace;
import io.mpsbridge.limit.QuotaRace;
import io.mpsbridge.pipeline.PipelineRace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Faults in the project's own classes: each replaces a piece of a source, and violates an invariant in a race. */
enum PlantedFault {
    LEASE_WITHOUT_MARGIN(
            LeaseRace.class, "Q5: ", "kafka/Lease", "MARGIN = Duration.ofSeconds(2)", "MARGIN = Duration.ZERO"),
    PERMIT_AT_REQUEST(
            PermitRace.class,
            "Q1: ",
            "limit/Permits",
            "        free--;\n        inFlight++;",
            "        free--;\n        rest(nowNanos);",
            "        inFlight--;\n        if (held() < share) {\n            rest(nowNanos);\n        }",
            "",
            "        if (inFlight == 0) {\n            throw new IllegalStateException(\"no permit is out\");\n        }",
            ""),
    LEASE_READ_TWICE(
            QuotaRace.class,
            "Q4: written after the end of the lease",
            "limit/Quota",
            "current != null && current.endNanos - nowNanos > 0 && wallMillis.getAsLong() < current.wallEndMillis",
            "lease != null && lease.endNanos - nowNanos > 0 && wallMillis.getAsLong() < lease.wallEndMillis"),
    SHARE_READ_AT_THE_WRITE(
            QuotaRace.class,
            "Q4: written after the share was set again",
            "limit/Quota",
            "shareChanges == then && leaseRuns(at)",
            "shareChanges >= then && leaseRuns(at)"),
    DRAINED_THEN_CLEARED(
            OutputQueueRace.class,
            "T1: an output was lost",
            "kafka/OutputQueue",
            "for (PendingOutput ready = arriving.poll(); ready != null; ready = arriving.poll()) {\n"
                    + "            kept.add(Item.of(arrival.apply(ready)));\n        }",
            "for (PendingOutput ready : arriving) {\n"
                    + "            kept.add(Item.of(arrival.apply(ready)));\n        }\n        arriving.clear();"),
    ARRIVALS_FORGOTTEN(
            OutputQueueRace.class,
            "T1: an output was lost",
            "kafka/OutputQueue",
            "if (!arriving.isEmpty() || !kept.isEmpty()) {",
            "if (!kept.isEmpty()) {"),
    UNFINISHED_WORK_FORGOTTEN(
            TransactionThreadRace.class,
            "T2: ",
            "kafka/TransactionThread",
            "!work.isDone()) {\n            return false;",
            "!work.isDone()) {\n            underWay = null;\n            return false;"),
    SETTLED_WHERE_IT_RAN(
            TransactionThreadRace.class,
            "T2: settled on another thread",
            "kafka/TransactionThread",
            "new FutureTask<>(work) {",
            "new FutureTask<>(() -> {\n work.call().run();\n return () -> {};\n }) {"),
    COMMIT_BELIEVED(
            CommitRace.class,
            "T3: counts as committed without an answer",
            "kafka/OutcomeWriter",
            "return new TransactionResult.Unknown(\"a commit was not answered: \" + reason);",
            "return new TransactionResult.Committed();"),
    ANSWERED_ON_THE_CONNECTION(
            PipelineRace.class,
            "P1: an outcome on another thread",
            "pipeline/TaskPipeline",
            "                .publishOn(clocks.scheduler())\n",
            ""),
    RECORDED_WITHOUT_LOCK(
            ActivityRace.class,
            "ConcurrentModificationException",
            "admin/Activity",
            "synchronized (lock) {\n            if (delay != null) {",
            "{\n            if (delay != null) {");

    private static final Path SOURCES = Path.of("src", "main", "java", "io", "mpsbridge");

    private final Class<? extends Runnable> race;
    private final String violation;
    private final String type;
    /** What is found, what replaces it, and so on. */
    @SuppressWarnings("ImmutableEnumChecker") // as List.of makes it
    private final List<String> edits;

    PlantedFault(Class<? extends Runnable> race, String violation, String type, String... edits) {
        this.race = race;
        this.violation = violation;
        this.type = type;
        this.edits = List.of(edits);
    }

    /** Where it shows. */
    Class<? extends Runnable> race() {
        return race;
    }

    /** What the race says of it. */
    String violation() {
        return violation;
    }

    /** Compiles the class with the fault in it. */
    void compileInto(Path classes) throws IOException {
        String source = Files.readString(SOURCES.resolve(type + ".java"));
        for (int i = 0; i < edits.size(); i += 2) {
            String found = edits.get(i);
            int at = source.indexOf(found);
            if (at < 0 || source.indexOf(found, at + 1) >= 0) {
                throw new AssertionError(type + " does not contain once, as " + this + " needs it: " + found);
            }
            source = source.replace(found, edits.get(i + 1));
        }
        Path file = classes.resolve(type.substring(type.indexOf('/') + 1) + ".java");
        Files.writeString(file, source);
        String classPath = System.getProperty("java.class.path");
        List<String> arguments =
                List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath, file.toString());
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        if (failed != 0) {
            throw new AssertionError(type + " does not compile with " + this);
        }
    }
}
