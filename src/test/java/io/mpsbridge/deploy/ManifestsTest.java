package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.mpsbridge.config.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests are what the API server knows, what the bridge knows, and what a careful operator lets in. */
class ManifestsTest {

    private static final String ALL_COMPONENTS = "overlays/prod+monitoring+tke-oidc+kafka-ca+mps-ca";
    private static final String OPENSHIFT = "overlays/dev+openshift";

    /** What the credentials' provider reads besides the configuration. */
    private static final Set<String> IDENTITY =
            Set.of("TKE_REGION", "TKE_PROVIDER_ID", "TKE_ROLE_ARN", "TKE_WEB_IDENTITY_TOKEN_FILE");

    @BeforeEach
    void kubectlIsThere() {
        assumeThat(Rendered.canRender()).as("kubectl, to render k8s/ with").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod", ALL_COMPONENTS, OPENSHIFT})
    void everyFieldIsKnownToTheApi(String directory) throws Exception {
        assertThat(Rendered.from(directory).objects())
                .isNotEmpty()
                .allSatisfy(each ->
                        assertThat(UnknownFields.in(each.getKind(), each)).isEmpty());
    }

    @Test
    void aMisspelledFieldIsFoundWhereverItStands() throws Exception {
        String typos = Rendered.yaml("base")
                .replace("readOnlyRootFilesystem:", "readOnlyRootFilesystm:")
                .replace("replicas:", "replicsa:");

        var found = Rendered.parse(typos).objects().stream()
                .flatMap(each -> UnknownFields.in(each.getKind(), each).stream());

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "StatefulSet.spec.replicsa",
                        "StatefulSet.spec.template.spec.containers[0].securityContext.readOnlyRootFilesystm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod", ALL_COMPONENTS, OPENSHIFT})
    void theBridgeUnderstandsItsEnvironment(String directory) throws Exception {
        Rendered rendered = Rendered.from(directory);
        Container bridge = container(rendered.bridge().getSpec().getTemplate());
        Map<String, String> environment = rendered.environment();
        bridge.getEnv()
                .forEach(each -> environment.put(each.getName(), Objects.requireNonNullElse(each.getValue(), "x")));
        assertThat(environment.keySet())
                .filteredOn(name -> name.startsWith("TKE_"))
                .isSubsetOf(IDENTITY);
        environment
                .values()
                .removeIf(value -> value.startsWith("/var/run/secrets") || value.startsWith("/etc/mps-bridge"));

        var configuration = new SettingsLoader(() -> "host").load(Map.of(), environment, null);

        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.settings().admin().host()).isEqualTo("0.0.0.0");
        assertThat(bridge.getPorts())
                .anySatisfy(port -> assertThat(port.getContainerPort())
                        .isEqualTo(configuration.settings().admin().port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod", ALL_COMPONENTS, OPENSHIFT})
    void noPodCanDoMoreThanItNeeds(String directory) throws Exception {
        assertThat(Rendered.from(directory).pods()).allSatisfy(pod -> {
            assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            var container = container(pod);
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getVolumeMounts())
                    .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
            assertThat(container.getResources().getLimits().get("memory"))
                    .isEqualTo(container.getResources().getRequests().get("memory"));
            assertThat(container.getResources().getLimits()).doesNotContainKey("cpu");
            assertThat(container.getImage()).matches("[a-z/.-]+:[\\w.-]+").doesNotEndWith(":latest");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod", ALL_COMPONENTS, OPENSHIFT})
    void whatRefersToPodsMeansTheBridgesAlone(String directory) throws Exception {
        Rendered rendered = Rendered.from(directory);
        var bridge = rendered.bridge().getSpec();
        var pods = bridge.getTemplate().getMetadata().getLabels();

        means(pods, bridge.getSelector().getMatchLabels());
        assertThat(rendered.all(Service.class))
                .filteredOn(each -> each.getMetadata().getName().equals(bridge.getServiceName()))
                .hasSize(1)
                .allSatisfy(service -> means(pods, service.getSpec().getSelector()));
        assertThat(rendered.all(PodDisruptionBudget.class))
                .hasSize(1)
                .allSatisfy(budget -> means(pods, budget.getSpec().getSelector().getMatchLabels()));
        assertThat(rendered.all(NetworkPolicy.class))
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        policy -> means(pods, policy.getSpec().getPodSelector().getMatchLabels()));
        assertThat(bridge.getTemplate().getSpec().getTopologySpreadConstraints())
                .hasSize(2)
                .allSatisfy(spread -> means(pods, spread.getLabelSelector().getMatchLabels()));
    }

    @Test
    void theBridgeIsProbedWhereItAnswers() throws Exception {
        var bridge = container(Rendered.from("base").bridge().getSpec().getTemplate());

        asks(bridge.getStartupProbe(), "/livez");
        asks(bridge.getLivenessProbe(), "/livez");
        asks(bridge.getReadinessProbe(), "/readyz");
    }

    @Test
    void twoReplicasAreThereAtOnceWithNamesThatLast() throws Exception {
        var bridge = Rendered.from("base").bridge();

        assertThat(bridge.getSpec().getReplicas()).isEqualTo(2);
        assertThat(bridge.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
        assertThat(container(bridge.getSpec().getTemplate()).getEnv()).anySatisfy(each -> {
            assertThat(each.getName()).isEqualTo("BRIDGE_INSTANCE_ID");
            assertThat(each.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name");
        });
        assertThat(bridge.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThan(10);
    }

    @Test
    void noSecretIsShippedButTheSimulatorsOwn() throws Exception {
        var shipped = Stream.concat(
                Rendered.from("base").all(Secret.class).stream(),
                Rendered.from("overlays/prod").all(Secret.class).stream());

        assertThat(shipped).isEmpty();
    }

    @Test
    void aMisspelledFieldOfAComponentIsFoundToo() throws Exception {
        String typos = Rendered.yaml(ALL_COMPONENTS)
                .replace("scrapeTimeout:", "scrapeTimeut:")
                .replace("expirationSeconds:", "expirySeconds:")
                .replace("expr: max by (account, kind) (mpsbridge_task", "exp: max by (account, kind) (mpsbridge_task");

        assertThat(Rendered.parse(typos).objects())
                .flatMap(each -> UnknownFields.in(each.getKind(), each))
                .hasSize(3)
                .anySatisfy(field -> assertThat(field).endsWith(".scrapeTimeut"))
                .anySatisfy(field -> assertThat(field).endsWith(".expirySeconds"))
                .anySatisfy(field -> assertThat(field).endsWith(".exp"));
    }

    @Test
    void clustersGetTheRulesThatAreTested() throws Exception {
        JsonNode tested = new YAMLMapper()
                .readTree(Path.of("docker", "observability", "alerts.yaml").toFile());
        JsonNode shipped = new YAMLMapper()
                .readTree(Path.of("k8s", "components", "monitoring", "prometheusrule.yaml")
                        .toFile());

        assertThat(shipped.path("spec").path("groups")).isEqualTo(tested.path("groups"));
    }

    @Test
    void thePodsAreScrapedWhereTheyAnswerAndPrometheusIsLetIn() throws Exception {
        Rendered rendered = Rendered.from(ALL_COMPONENTS);
        PodMonitor monitor = rendered.all(PodMonitor.class).get(0);

        means(
                rendered.bridge().getSpec().getTemplate().getMetadata().getLabels(),
                monitor.getSpec().getSelector().getMatchLabels());
        assertThat(monitor.getMetadata().getNamespace())
                .isEqualTo(rendered.bridge().getMetadata().getNamespace());
        assertThat(monitor.getSpec().getPodMetricsEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getPath()).isEqualTo("/metrics");
            assertThat(endpoint.getPort()).isEqualTo("admin");
        });
        assertThat(rendered.policy("mps-bridge-from-prometheus").getSpec().getIngress())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.getFrom())
                            .singleElement()
                            .satisfies(from -> assertThat(
                                            from.getNamespaceSelector().getMatchLabels())
                                    .containsEntry("kubernetes.io/metadata.name", "monitoring"));
                    assertThat(rule.getPorts())
                            .singleElement()
                            .satisfies(port ->
                                    assertThat(port.getPort().getIntVal()).isEqualTo(8080));
                });
    }

    @Test
    void outsideOpenShiftTheUserIsThatOfTheImageAndTheFilesAreReadableToIt() throws Exception {
        assertThat(Rendered.from("overlays/dev").pods())
                .allSatisfy(pod -> assertThat(pod.getSpec().getSecurityContext().getRunAsUser())
                        .isEqualTo(10_001));
        assertThat(Rendered.from("base")
                        .bridge()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getSecurityContext()
                        .getFsGroup())
                .isEqualTo(10_001);
    }

    @Test
    void onOpenShiftNoPodAsksForIdsAndItsNameServerIsReached() throws Exception {
        Rendered rendered = Rendered.from(OPENSHIFT);

        assertThat(rendered.pods()).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isNull();
            assertThat(pod.getSpec().getSecurityContext().getRunAsGroup()).isNull();
            assertThat(pod.getSpec().getSecurityContext().getFsGroup()).isNull();
            assertThat(container(pod).getSecurityContext().getRunAsUser()).isNull();
        });
        assertThat(rendered.waysOut())
                .containsEntry("mps-bridge-to-dns", List.of(53, 5353))
                .containsKeys("mps-bridge-to-kafka", "mps-bridge-to-mps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod", ALL_COMPONENTS, OPENSHIFT})
    void kafkaIsReachedWhereTheSettingsSayAndNothingIsOpenUnlessAPolicySaysSo(String directory) throws Exception {
        Rendered rendered = Rendered.from(directory);
        List<Integer> ports = Stream.of(
                        rendered.environment().get("KAFKA_BOOTSTRAP_SERVERS").split(","))
                .map(server -> Integer.valueOf(server.substring(server.lastIndexOf(':') + 1)))
                .distinct()
                .toList();

        assertThat(rendered.waysOut()).containsEntry("mps-bridge-to-kafka", ports);
        assertThat(rendered.policy("mps-bridge").getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(rendered.policy("mps-bridge").getSpec().getEgress()).isEmpty();
    }

    @Test
    void noPatchCountsThePositionsOfAList() throws Exception {
        List<String> counted = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.matches("\\s*(- )?path: /.*/([0-9]+|-)(/.*)?"))
                        .forEach(line -> counted.add(file + ": " + line.strip()));
            }
        }

        assertThat(counted).isEmpty();
    }

    @Test
    void inProductionNoTwoReplicasAreOnOneNode() throws Exception {
        assertThat(Rendered.from("overlays/prod")
                        .bridge()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getTopologySpreadConstraints())
                .extracting(TopologySpreadConstraint::getTopologyKey, TopologySpreadConstraint::getWhenUnsatisfiable)
                .containsExactlyInAnyOrder(
                        tuple("kubernetes.io/hostname", "DoNotSchedule"),
                        tuple("topology.kubernetes.io/zone", "ScheduleAnyway"));
    }

    @Test
    void underAnIdentityOfItsOwnNoKeyIsAskedFor() throws Exception {
        Rendered rendered = Rendered.from(ALL_COMPONENTS);
        Container bridge = container(rendered.bridge().getSpec().getTemplate());
        Map<String, String> environment = rendered.environment();

        assertThat(environment)
                .containsKeys(IDENTITY.toArray(String[]::new))
                .doesNotContainKeys("TENCENTCLOUD_SECRET_ID_FILE", "TENCENTCLOUD_SECRET_KEY_FILE");
        assertThat(bridge.getVolumeMounts())
                .anySatisfy(mount -> assertThat(environment.get("TKE_WEB_IDENTITY_TOKEN_FILE"))
                        .isEqualTo(mount.getMountPath() + "/token"));
    }

    private static Container container(PodTemplateSpec pod) {
        assertThat(pod.getSpec().getContainers()).hasSize(1);
        return pod.getSpec().getContainers().get(0);
    }

    /** An empty selector would mean every pod of the namespace. */
    private static void means(Map<String, String> pods, Map<String, String> selector) {
        assertThat(selector).isNotEmpty();
        assertThat(pods).containsAllEntriesOf(selector);
    }

    private static void asks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("admin"));
    }
}
