package io.mpsbridge.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.mpsbridge.testing.ProgramRun;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a kustomize directory renders to. */
record Rendered(List<HasMetadata> objects) {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Whether there is a kubectl to render with. */
    static boolean canRender() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    }

    /**
     * Renders a directory below {@code k8s}; what follows a {@code +} are components that somebody has added to its
     * kustomization.
     */
    static Rendered from(String directory) throws IOException, InterruptedException {
        return parse(yaml(directory));
    }

    static String yaml(String directory) throws IOException, InterruptedException {
        String[] parts = directory.split("\\+");
        if (parts.length == 1) {
            return yaml(Path.of("k8s", directory));
        }
        StringBuilder added = new StringBuilder("\ncomponents:\n");
        Stream.of(parts).skip(1).forEach(name -> added.append("  - ../../components/" + name + "\n"));
        return appended(parts[0], added.toString());
    }

    /** Renders an overlay that somebody has written beside ours, as his {@code kustomization.yaml} says. */
    static Rendered overlay(String kustomization) throws IOException, InterruptedException {
        return parse(appended("overlays/mine", kustomization));
    }

    private static String appended(String directory, String text) throws IOException, InterruptedException {
        Path copy = Files.createTempDirectory("k8s");
        try {
            copy(Path.of("k8s"), copy);
            Path file = Files.createDirectories(copy.resolve(directory)).resolve("kustomization.yaml");
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return yaml(copy.resolve(directory));
        } finally {
            try (Stream<Path> files = Files.walk(copy)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static String yaml(Path directory) throws IOException, InterruptedException {
        return ProgramRun.succeeding(Path.of("."), LIMIT, List.of("kubectl", "kustomize", directory.toString()));
    }

    /** Reads several YAML documents. */
    static Rendered parse(String yaml) {
        List<HasMetadata> objects = SERIALIZATION.unmarshal(new ByteArrayInputStream(yaml.getBytes(UTF_8)));
        return new Rendered(objects);
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The pods that workloads make. */
    List<PodTemplateSpec> pods() {
        return Stream.concat(
                        all(StatefulSet.class).stream()
                                .map(each -> each.getSpec().getTemplate()),
                        all(Deployment.class).stream()
                                .map(each -> each.getSpec().getTemplate()))
                .toList();
    }

    StatefulSet bridge() {
        return all(StatefulSet.class).get(0);
    }

    /** The TCP ports to which the bridge may connect, by the policy that says so. */
    Map<String, List<Integer>> waysOut() {
        return all(NetworkPolicy.class).stream()
                .filter(each -> each.getSpec().getPolicyTypes().equals(List.of("Egress")))
                .collect(Collectors.toMap(
                        each -> each.getMetadata().getName(),
                        each -> each.getSpec().getEgress().stream()
                                .flatMap(rule -> rule.getPorts().stream())
                                .filter(port -> port.getProtocol().equals("TCP"))
                                .map(port -> port.getPort().getIntVal())
                                .toList()));
    }

    NetworkPolicy policy(String name) {
        return all(NetworkPolicy.class).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no NetworkPolicy " + name));
    }

    /** What the bridge's container is given in its environment by ConfigMaps. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        bridge().getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnvFrom()
                .forEach(each ->
                        environment.putAll(configMap(each.getConfigMapRef().getName())));
        return environment;
    }

    private Map<String, String> configMap(String name) {
        return all(ConfigMap.class).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no ConfigMap " + name))
                .getData();
    }
}
