package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What src/docs/kubernetes.md tells people to write renders, and does what it is said to do. */
class KubernetesGuideTest {

    private static final Path GUIDE = Path.of("src", "docs", "kubernetes.md");
    private static final Pattern OVERLAY =
            Pattern.compile("(?ms)^cat > k8s/overlays/mine/kustomization.yaml <<'END'\n(.*?)^END$");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    private final String guide;

    KubernetesGuideTest() throws Exception {
        guide = Files.readString(GUIDE);
    }

    @BeforeEach
    void kubectlIsThere() {
        assumeThat(Rendered.canRender()).as("kubectl, to render k8s/ with").isTrue();
    }

    @Test
    void theFirstOverlayHasItsNamespaceImageAndKafka() throws Exception {
        Rendered rendered = Rendered.overlay(overlay());

        assertThat(rendered.objects())
                .allSatisfy(
                        each -> assertThat(each.getMetadata().getNamespace()).isEqualTo("mps-bridge"));
        assertThat(rendered.bridge()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("registry.example.com/mps-bridge:0.1.0");
        assertThat(rendered.environment())
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "kafka-bootstrap.kafka:9092")
                .containsEntry("ADMIN_HOST", "0.0.0.0");
    }

    @Test
    void everythingThatIsAddedToItIsKnownToTheApi() throws Exception {
        List<String> snippets =
                SNIPPET.matcher(guide).results().map(each -> each.group(1)).toList();

        assertThat(snippets).hasSizeGreaterThan(7);
        for (String snippet : snippets) {
            assertThat(with(snippet).objects())
                    .as(snippet)
                    .allSatisfy(each ->
                            assertThat(UnknownFields.in(each.getKind(), each)).isEmpty());
        }
    }

    @Test
    void everyComponentIsInTheGuide() throws Exception {
        try (Stream<Path> components = Files.list(Path.of("k8s", "components"))) {
            assertThat(components.map(each -> Objects.toString(each.getFileName())))
                    .allSatisfy(each -> assertThat(guide).contains("  - ../../components/" + each + "\n"));
        }
    }

    @Test
    void kafkaMayListenOnAnyPort() throws Exception {
        String snippet = snippet("mps-bridge-to-kafka");

        assertThat(with(snippet).waysOut())
                .containsEntry("mps-bridge-to-kafka", List.of(9094))
                .containsEntry("mps-bridge-to-dns", List.of(53))
                .containsEntry("mps-bridge-to-mps", List.of(443))
                .hasSize(3);
        assertThat(with(snippet.replace("9094", "9096")).waysOut())
                .containsEntry("mps-bridge-to-kafka", List.of(9096))
                .hasSize(3);
    }

    @Test
    void behindAProxyItsPortIsTheOnlyWayToMps() throws Exception {
        String literal = "MPS_PROXY_URL=http://proxy.example.com:3128";
        assertThat(guide).contains("Add `" + literal + "` to `literals`");

        Rendered rendered = Rendered.overlay(overlay().replace("literals:\n", "literals:\n      - " + literal + "\n")
                + snippet("mps-bridge-to-mps"));

        assertThat(rendered.environment()).containsEntry("MPS_PROXY_URL", "http://proxy.example.com:3128");
        assertThat(rendered.waysOut())
                .containsEntry("mps-bridge-to-mps", List.of(3128))
                .containsEntry("mps-bridge-to-kafka", List.of(9092))
                .hasSize(3);
    }

    @Test
    void whatPrometheusSelectsByHasTheNameOfTheHelmRelease() throws Exception {
        assertThat(releases(with("components: [../../components/monitoring]\n")))
                .containsExactly("kube-prometheus-stack", "kube-prometheus-stack");
        assertThat(releases(with(snippet("my-release")))).containsExactly("my-release", "my-release");
    }

    @Test
    void prometheusMayBeInAnotherNamespace() throws Exception {
        assertThat(with(snippet("mps-bridge-from-prometheus"))
                        .policy("mps-bridge-from-prometheus")
                        .getSpec()
                        .getIngress())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getFrom())
                        .singleElement()
                        .satisfies(
                                from -> assertThat(from.getNamespaceSelector().getMatchLabels())
                                        .containsEntry("kubernetes.io/metadata.name", "observability")));
    }

    @Test
    void authoritiesAreTrustedWhereTheyAreMounted() throws Exception {
        Rendered rendered = with("components: [../../components/kafka-ca, ../../components/mps-ca]\n");
        var pod = rendered.bridge().getSpec().getTemplate().getSpec();

        assertThat(guide)
                .contains("create configmap mps-bridge-kafka-ca --from-file=ca.crt")
                .contains("create configmap mps-bridge-mps-ca --from-file=ca.crt");
        for (String authority : List.of("kafka-ca", "mps-ca")) {
            assertThat(pod.getVolumes())
                    .filteredOn(volume -> volume.getName().equals(authority))
                    .singleElement()
                    .satisfies(volume ->
                            assertThat(volume.getConfigMap().getName()).isEqualTo("mps-bridge-" + authority));
            assertThat(pod.getContainers().get(0).getVolumeMounts())
                    .filteredOn(mount -> mount.getName().equals(authority))
                    .singleElement()
                    .satisfies(mount -> assertThat(rendered.environment())
                            .containsEntry(
                                    authority.equals("mps-ca") ? "MPS_TLS_TRUST" : "KAFKA_SSL_TRUSTSTORE_LOCATION",
                                    mount.getMountPath() + "/ca.crt"));
        }
        assertThat(pod.getVolumes()).hasSize(4);
    }

    private Rendered with(String snippet) throws Exception {
        return Rendered.overlay(overlay() + "\n" + snippet);
    }

    private String overlay() {
        return OVERLAY.matcher(guide)
                .results()
                .map(each -> each.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no overlay in " + GUIDE));
    }

    /** The only one with that text. */
    private String snippet(String text) {
        List<String> found = SNIPPET.matcher(guide)
                .results()
                .map(each -> each.group(1))
                .filter(each -> each.contains(text))
                .toList();
        assertThat(found).as("snippets with " + text).hasSize(1);
        return found.get(0);
    }

    private static List<String> releases(Rendered rendered) {
        return Stream.concat(rendered.all(PodMonitor.class).stream(), rendered.all(PrometheusRule.class).stream())
                .map(HasMetadata::getMetadata)
                .map(each -> each.getLabels().get("release"))
                .toList();
    }
}
