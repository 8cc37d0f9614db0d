package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code k8s/check}, with a cluster of which kubectl's answers are made up; what needs none is kubectl's own. */
class CheckJobTest {

    private static final int SECONDS = 60;
    private static final String CLUSTER = """
            #!/usr/bin/env bash
            shift 2
            echo "$*" >> "$DIRECTORY/calls"
            case "$*" in
              "get statefulset"*) cat "$DIRECTORY/template.json" ;;
              *"--dry-run=client"* | "patch --local"*) exec "$KUBECTL" "$@" ;;
              "create --filename -") cat > "$DIRECTORY/job.yaml" ;;
              "logs"*) echo "good  topics" ;;
              "wait"*) exit "$ENDS" ;;
            esac
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void kubectlIsThere() {
        assumeThat(Rendered.canRender()).as("kubectl, to make the Job with").isTrue();
    }

    @Test
    void itsPodIsOneOfTheBridgesThatChecksOnce() throws Exception {
        PodTemplateSpec bridge =
                Rendered.from("overlays/prod+kafka-ca").bridge().getSpec().getTemplate();

        int exit = check(bridge, 0);

        var serialization = new KubernetesSerialization();
        Job job = serialization.unmarshal(Files.readString(directory.resolve("job.yaml")), Job.class);
        PodTemplateSpec once = job.getSpec().getTemplate();
        assertThat(exit).isZero();
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(once.getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(once.getSpec().getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getArgs()).containsExactly("check");
            assertThat(container.getStartupProbe()).isNull();
            assertThat(container.getLivenessProbe()).isNull();
            assertThat(container.getReadinessProbe()).isNull();
            container.setArgs(List.of("run"));
            var original = bridge.getSpec().getContainers().get(0);
            container.setStartupProbe(original.getStartupProbe());
            container.setLivenessProbe(original.getLivenessProbe());
            container.setReadinessProbe(original.getReadinessProbe());
        });
        once.getSpec().setRestartPolicy(bridge.getSpec().getRestartPolicy());
        assertThat(once.getMetadata().getLabels())
                .isEqualTo(bridge.getMetadata().getLabels());
        assertThat(serialization.asYaml(once.getSpec())).isEqualTo(serialization.asYaml(bridge.getSpec()));
    }

    @Test
    void itFailsAsTheCheckDoesAndLeavesNothing() throws Exception {
        int exit = check(Rendered.from("base").bridge().getSpec().getTemplate(), 1);

        List<String> calls = Files.readAllLines(directory.resolve("calls"));
        assertThat(exit).isEqualTo(1);
        assertThat(calls).contains("logs --follow --pod-running-timeout=2m job/mps-bridge-check");
        assertThat(calls.get(calls.size() - 1)).startsWith("delete job mps-bridge-check");
    }

    private int check(PodTemplateSpec template, int ends) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("template.json"), new KubernetesSerialization().asJson(template));
        Path cluster = Files.writeString(directory.resolve("kubectl"), CLUSTER);
        assertThat(cluster.toFile().setExecutable(true)).isTrue();
        ProcessBuilder script = new ProcessBuilder("bash", "k8s/check", "bridges").redirectErrorStream(true);
        script.environment().put("DIRECTORY", directory.toString());
        script.environment().put("ENDS", String.valueOf(ends));
        script.environment().put("KUBECTL", kubectl().toString());
        script.environment().merge("PATH", directory.toString(), (path, own) -> own + File.pathSeparator + path);
        Path out = directory.resolve("out");
        Process process = script.redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out)).isEqualTo("good  topics\n");
        return process.exitValue();
    }

    private static Path kubectl() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(path -> Path.of(path, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
