package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

class RandomInputTest {
    private static final String SECRET = "hush-hush";
    private static final List<String> SECRET_KEYS = List.of(
            "tencentcloud.secret-id",
            "tencentcloud.secret-key",
            "tencentcloud.token",
            "kafka.sasl.jaas.config",
            "kafka.consumer.ssl.key.password",
            "kafka.sasl.oauthbearer.client.credentials.client.secret",
            "kafka.sasl.jaas.confg",
            "kafka.producer.ssl.keystore.pasword",
            "tencentcloud.secret-kye",
            "kafka.config.providers.x.param.token");

    @Property(tries = 150)
    void junkIsTakenOrRefusedButNeverBreaksAnything(
            @ForAll("entries") Map<String, String> commandLine, @ForAll("variables") Map<String, String> environment) {
        outcome(commandLine, environment, null);
    }

    @Property(tries = 150)
    void junkInFilesIsTakenOrRefusedButNeverBreaksAnything(@ForAll("text") String text, @ForAll boolean yaml)
            throws IOException {
        Path file = Files.createTempFile("junk", yaml ? ".yaml" : ".properties");
        try {
            Files.writeString(file, text);
            outcome(Map.of(), Map.of(), file);
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 150)
    void secretsAreInNoMessage(
            @ForAll("entries") Map<String, String> junk,
            @ForAll("secrets") Map<String, String> secrets,
            @ForAll boolean inEnvironment) {
        Map<String, String> commandLine = new HashMap<>(junk);
        Map<String, String> environment = new HashMap<>();
        secrets.forEach((key, value) -> {
            if (inEnvironment) {
                environment.put(ConfigKey.environmentName(key), value);
            } else {
                commandLine.put(key, value);
            }
        });

        assertThat(outcome(commandLine, environment, null)).noneMatch(text -> text.contains(SECRET));
    }

    /** Everything that could be shown of a configuration. */
    private static List<String> outcome(
            Map<String, String> commandLine, Map<String, String> environment, @Nullable Path file) {
        List<String> texts = new ArrayList<>();
        try {
            Configuration loaded = new SettingsLoader(() -> Loading.HOST).load(commandLine, environment, file);
            loaded.warnings().forEach(warning -> texts.add(warning.toString()));
            loaded.effective().forEach(effective -> texts.add(effective.toString()));
            texts.add(loaded.settings().toString());
        } catch (ConfigurationException e) {
            texts.add(String.valueOf(e.getMessage()));
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).contains(problem.key()).doesNotContainPattern("\\p{Cntrl}");
                texts.add(problem.key() + problem.value() + problem);
            });
        }
        return texts;
    }

    @Provide
    Arbitrary<Map<String, String>> entries() {
        return Arbitraries.maps(properties(), text()).ofMaxSize(12);
    }

    @Provide
    Arbitrary<Map<String, String>> variables() {
        Arbitrary<String> names = properties().map(ConfigKey::environmentName);
        return Arbitraries.maps(Arbitraries.oneOf(names, text()), text()).ofMaxSize(12);
    }

    @Provide
    Arbitrary<Map<String, String>> secrets() {
        Arbitrary<String> values = Combinators.combine(text(), text()).as((before, after) -> before + SECRET + after);
        return Arbitraries.maps(Arbitraries.of(SECRET_KEYS), values)
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> text() {
        Arbitrary<String> likely = Arbitraries.of(
                "",
                " ",
                "1",
                "-1",
                "10s",
                "1MiB",
                "true",
                "a:1",
                "a: b",
                "- x",
                "&a [*a]",
                "${x}",
                "http://[",
                "@",
                "\u0000",
                "?x=\\u00");
        return Arbitraries.oneOf(
                likely,
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings().ascii().ofMaxLength(60));
    }

    private static Arbitrary<String> properties() {
        List<String> known = Stream.concat(
                        ConfigKeys.all().stream().map(ConfigKey::name),
                        Stream.of(
                                "kafka.consumer.linger.ms",
                                "kafka.linger.ms",
                                "kafka.sasl.x",
                                "kafka.",
                                "kafka.consumer.",
                                "kafka.group.protocol",
                                "kafka.session.timeout.ms",
                                "kafka.ssl.key.password-file",
                                "kafka.-file"))
                .toList();
        Arbitrary<String> prefixed = Combinators.combine(
                        Arbitraries.of("kafka.", "bridge.", "mps.", ""),
                        Arbitraries.strings().ofMaxLength(12))
                .as(String::concat);
        return Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.of(known)), Tuple.of(1, prefixed));
    }
}
