package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official SDK takes the service of the credential scope from the first label of the endpoint's host name. It
 * therefore runs in a JVM of its own, whose hosts file knows the simulator as {@code mps.simulator} and nothing else.
 */
@Timeout(120)
class SdkAgainstSimulatorIT {

    private final Simulator simulator = Simulator.start(
            SimulatorSettings.of(Caller.ACCOUNT).withWorkload(Workload.DEFAULT.withDurations("fixed:0s")),
            InstantSource.system(),
            System::nanoTime);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void theOfficialSdkCreatesATaskAndGetsItsUrls() throws Exception {
        String created = sdk(Caller.ACCOUNT.secretKey(), "CreateAigcImageTask", "{\"ModelName\":\"Hunyuan\"}");
        assertThat(created).startsWith("answer {");
        String id = new ObjectMapper()
                .readTree(created.substring(7))
                .at("/Response/TaskId")
                .asText();

        String done = sdk(Caller.ACCOUNT.secretKey(), "DescribeAigcImageTask", "{\"TaskId\":\"" + id + "\"}");

        assertThat(done).startsWith("answer {").contains("\"DONE\"", "\"ImageUrls\":[\"https://");
    }

    @Test
    void theOfficialSdkIsRefusedWithAWrongKey() throws Exception {
        assertThat(sdk("wrong", "DescribeAigcImageTask", "{\"TaskId\":\"sim-1\"}"))
                .isEqualTo("error AuthFailure.SignatureFailure");
    }

    private String sdk(String secretKey, String action, String parameters) throws IOException, InterruptedException {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 mps.simulator\n");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Djdk.net.hosts.file=" + hosts,
                        "-classpath",
                        System.getProperty("java.class.path"),
                        SdkCaller.class.getName(),
                        Integer.toString(simulator.port()),
                        Caller.ACCOUNT.secretId(),
                        secretKey,
                        action,
                        parameters)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the SDK ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8).strip();
    }
}
