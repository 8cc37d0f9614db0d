package io.mpsbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mpsbridge.testing.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image reads and writes every codec though nothing can be unpacked at run time: read-only root, noexec /tmp. */
class NativesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String IN_IMAGE = "/app/native";
    private static final Pattern LIBRARIES =
            Pattern.compile("(zstd-jni|lz4-java|snappy-java|netty-transport-native-epoll)-.*\\.jar");

    @TempDir
    Path scratch;

    @Test
    void everyCodecWorksWithTheImagesOptionsAndNoTemporaryDirectory() throws Exception {
        assumeThat(System.getProperty("os.name")).as("the image's system").isEqualTo("Linux");
        Path natives = scratch.resolve("native");
        unpack(natives);
        List<String> jvm = new ArrayList<>(List.of("-Djava.io.tmpdir=" + impossible()));
        optionsOfTheImage().forEach(option -> jvm.add(option.replace(IN_IMAGE, natives.toString())));

        try (ChildProcess codecs = ChildProcess.java("codecs", Map.of(), jvm, NativeCodecs.class.getName())) {
            assertThat(codecs.awaitExit(LIMIT)).isZero();
            assertThat(codecs.lines())
                    .contains("good none", "good gzip", "good snappy", "good lz4", "good zstd")
                    .contains("lz4 by LZ4Factory:JNI");
        }
    }

    @Test
    void withoutTheOptionsTheyDoNotSoThatTheTestAboveProvesSomething() throws IOException {
        try (ChildProcess codecs = ChildProcess.java(
                "codecs", Map.of(), List.of("-Djava.io.tmpdir=" + impossible()), NativeCodecs.class.getName())) {
            assertThat(codecs.awaitExit(LIMIT)).isNotZero();
            assertThat(codecs.lines()).doesNotContain("good zstd");
        }
    }

    @Test
    void theClassArchiveIsTrainedWithTheOptionsOfTheImage() throws IOException {
        assertThat(Files.readString(Path.of("docker", "train"))).contains(optionsOfTheImage());
        assertThat(Files.readString(Path.of("docker", "Dockerfile")))
                .contains("COPY --from=build /build/target/native " + IN_IMAGE + "\n");
    }

    /** A directory that nobody can make, whatever his rights: one of the libraries would make a missing one. */
    private Path impossible() throws IOException {
        Path file = scratch.resolve("file");
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        return file.resolve("directory");
    }

    private static List<String> optionsOfTheImage() throws IOException {
        List<String> options = Pattern.compile("\"(-D[^\"]*" + IN_IMAGE + ")\"")
                .matcher(Files.readString(Path.of("docker", "Dockerfile")))
                .results()
                .map(each -> each.group(1))
                .toList();
        assertThat(options).hasSize(2);
        return options;
    }

    /** As the Dockerfile does it, out of the jars that this build uses. */
    private void unpack(Path natives) throws Exception {
        Path jars = Files.createDirectories(scratch.resolve("jars"));
        List<Path> libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(jar -> LIBRARIES.matcher(jar.getFileName().toString()).matches())
                .toList();
        for (Path jar : libraries) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
        }
        Path java = Path.of(System.getProperty("java.home"), "bin");
        ProcessBuilder script = new ProcessBuilder("bash", "docker/natives", jars.toString(), natives.toString());
        script.environment().merge("PATH", java.toString(), (path, own) -> own + File.pathSeparator + path);
        Process unpacking = script.inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(unpacking.waitFor()).isZero();
    }
}
