package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ReadCommitted;
import io.mpsbridge.testing.SharedBroker;
import io.mpsbridge.testing.TestTopics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands as processes: what they print and what they exit with. */
class CommandsIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final List<ChildProcess> started = new ArrayList<>();
    private final KafkaBroker broker = SharedBroker.get();
    private final Simulator simulator = Simulator.start(
            SimulatorSettings.of(new Account("cli-id", "cli-key-very-secret", Optional.empty())),
            InstantSource.system(),
            System::nanoTime);

    @AfterEach
    void end() {
        started.forEach(ChildProcess::close);
        simulator.close();
    }

    @Test
    void runWithoutConfigurationSaysWhatToSetAndExitsWithTwo() {
        ChildProcess run = start(Map.of(), "run");

        assertThat(run.awaitExit(LIMIT)).isEqualTo(2);
        assertThat(run.lines())
                .anyMatch(line -> line.contains("kafka.bootstrap.servers") && line.contains("KAFKA_BOOTSTRAP_SERVERS"));
    }

    @Test
    void everyMistakeIsToldAtOnceWithASuggestion() {
        ChildProcess run = start(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()),
                "run",
                "--bridge.grup-id=x",
                "--poll.min-interval=soon",
                "--mps.rate-limit=0");

        assertThat(run.awaitExit(LIMIT)).isEqualTo(2);
        assertThat(run.lines())
                .anyMatch(line -> line.contains("bridge.grup-id") && line.contains("bridge.group-id"))
                .anyMatch(line -> line.contains("poll.min-interval") && line.contains("soon"))
                .anyMatch(line -> line.contains("mps.rate-limit"));
    }

    @Test
    void settingsThatAKafkaClientRefusesAreMistakesOfConfigurationToo() {
        ChildProcess run = start(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:99999"), "run", "--admin.port=0");

        assertThat(run.awaitExit(LIMIT)).isEqualTo(2);
        assertThat(run.lines()).anyMatch(line -> line.contains("bootstrap.servers"));
    }

    @Test
    void simulateTakesSeveralAccountsAndALimitForEachKind() throws Exception {
        ChildProcess simulate = start(
                Map.of(),
                "simulate",
                "--port=0",
                "--account=studio=AKIDstudio:a-studio-secret",
                "--account=guest=AKIDguest:a-guest-secret:a-pass",
                "--rate-limit=7",
                "--rate-limit=video=50");
        Matcher uri = Pattern.compile("http://\\S+_simulator/stats")
                .matcher(simulate.awaitLine("MPS is simulated at", LIMIT));
        assertThat(uri.find()).isTrue();

        HttpResponse<String> stats = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri.group()))
                                .timeout(LIMIT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        for (String account : List.of("default", "studio", "guest")) {
            assertThat(stats.body())
                    .contains(
                            limit(account, "DescribeAigcImageTask", 7),
                            limit(account, "DescribeAigcVideoTask", 50),
                            limit(account, "DescribeAigcAudioTask", 7));
        }
        assertThat(stats.body()).doesNotContain("AKID", "secret", "pass");
        assertThat(simulate.lines()).noneMatch(line -> line.contains("secret"));
    }

    private static String limit(String account, String action, int limit) {
        return "{\"account\":\"%s\",\"action\":\"%s\",\"limit\":%d,".formatted(account, action, limit);
    }

    @Test
    void anUnreachableBrokerIsWaitedForWithOneLineAndSigtermMeanwhileExitsWithZero() {
        ChildProcess run = start(Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), "run", "--admin.port=0");
        run.awaitLine("127.0.0.1:1 refuses connections", LIMIT);
        // Two more attempts at least, which say nothing new.
        ChildProcess check = start(Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), "check");
        assertThat(check.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(check.lines()).anyMatch(line -> line.contains("127.0.0.1:1 refuses connections"));

        run.terminate();

        assertThat(run.awaitExit(Duration.ofSeconds(10))).isZero();
        assertThat(run.lines()).filteredOn(line -> line.contains("127.0.0.1:1")).hasSize(1);
    }

    @Test
    void checkNamesAMissingTopicWithTheCommandThatCreatesIt() {
        broker.createTopics(Map.of(name + "-created", 1, name + "-failed", 1, name + "-dlt", 1));

        ChildProcess check = start(environment(), "check");

        assertThat(check.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(check.lines())
                .anyMatch(line -> line.contains("kafka-topics") && line.contains("--topic " + name + "-completed"));
    }

    @Test
    void aRunningBridgeLoadsNoClassThatOnlyOtherCommandsNeed() throws Exception {
        createTopics();
        Path loaded = Files.createTempFile("classes", ".txt");
        ChildProcess run = ChildProcess.java(
                name + "-classes",
                environment(),
                List.of("-Xlog:class+load:file=" + loaded, "-XX:TieredStopAtLevel=1"),
                "io.mpsbridge.cli.Main",
                "run");
        started.add(run);
        run.awaitLine("mps-bridge started", LIMIT);
        assertThat(start(environment(), "submit", "sim-1;for=1s").awaitExit(LIMIT))
                .isZero();
        awaitAnswers(1);
        run.terminate();
        assertThat(run.awaitExit(LIMIT)).isZero();

        String classes = Files.readString(loaded);
        Files.delete(loaded);
        assertThat(classes).contains("io.mpsbridge.kafka.BridgeLoop ");
        assertThat(classes.lines()
                        .map(line -> line.replaceFirst("^(\\[[^]]*])*\\s*", ""))
                        .filter(line -> line.startsWith("io.mpsbridge.replay.")
                                || line.startsWith("io.mpsbridge.simulator.")
                                || line.startsWith("io.mpsbridge.event.SchemaCheck")
                                || line.startsWith("com.networknt.")
                                || line.startsWith("org.yaml.")
                                || line.startsWith("io.smallrye.config.source.yaml.")
                                || line.matches("io\\.mpsbridge\\.cli\\.(?!Run)\\w+Command .*")))
                .isEmpty();
    }

    @Test
    void aPortInUseIsNamedWithTheKeyToChange() throws IOException {
        createTopics();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ChildProcess run = start(environment(), "run", "--admin.port=" + taken.getLocalPort());

            assertThat(run.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(run.lines()).anyMatch(line -> line.contains("admin.port") && line.contains("is taken"));
        }
    }

    @Test
    void checkTellsWhatIsWellAndThatTheKeyIsRefusedAndNeverShowsIt() {
        createTopics();
        ChildProcess good = start(environment(), "check");
        Map<String, String> wrong = environment();
        wrong.put("TENCENTCLOUD_SECRET_KEY", "not-the-key");
        ChildProcess refused = start(wrong, "check");

        assertThat(good.awaitExit(LIMIT)).isZero();
        assertThat(good.lines()).anyMatch(line -> line.startsWith("ok") && line.contains("credentials accepted"));
        assertThat(refused.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(refused.lines())
                .anyMatch(line -> line.startsWith("FAILED") && line.contains("AuthFailure.SignatureFailure"))
                .noneMatch(line -> line.contains("not-the-key"));
    }

    @Test
    void configShowsEveryValueWithItsOriginAndMasksSecrets() {
        ChildProcess config = start(environment(), "config", "--bridge.task-timeout=3h");

        assertThat(config.awaitExit(LIMIT)).isZero();
        assertThat(config.lines())
                .anyMatch(line ->
                        line.startsWith("bridge.task-timeout") && line.contains("3h") && line.contains("command"))
                .anyMatch(line -> line.startsWith("bridge.group-id") && line.contains("environment"))
                .anyMatch(line -> line.startsWith("poll.policy") && line.contains("default"))
                .anyMatch(line -> line.startsWith("tencentcloud.secret-key") && line.contains("****"))
                .noneMatch(line -> line.contains("cli-key-very-secret"));
    }

    @Test
    void aSubmittedTaskIsAnsweredHealthSaysReadyAndSigtermPublishesLeavesAndExitsWithZero() throws Exception {
        createTopics();
        ChildProcess run = start(environment(), "run");
        String line = run.awaitLine("mps-bridge started", LIMIT);
        String port = line.replaceAll("(?s).*admin=\"[^\"]*:(\\d+)\".*", "$1");
        ChildProcess submit = start(environment(), "submit", "sim-1;for=1s", "sim-2;for=1s", "sim-3;for=10m");
        assertThat(submit.awaitExit(LIMIT)).isZero();
        assertThat(submit.lines()).anyMatch(each -> each.startsWith("sim-1;for=1s is at " + name + "-created/"));
        awaitAnswers(2);
        assertThat(start(Map.of(), "health", "--admin.port=" + port).awaitExit(LIMIT))
                .isZero();

        long before = System.nanoTime();
        run.terminate();

        assertThat(run.awaitExit(Duration.ofSeconds(30))).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(members()).isZero();
        assertThat(start(Map.of(), "health", "--admin.port=" + port).awaitExit(LIMIT))
                .isEqualTo(1);
    }

    private int members() throws Exception {
        try (Admin admin = broker.admin()) {
            return admin.describeConsumerGroups(List.of(name))
                    .all()
                    .get(10, TimeUnit.SECONDS)
                    .get(name)
                    .members()
                    .size();
        }
    }

    private void awaitAnswers(int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ReadCommitted.from(broker.bootstrapServers(), name + "-completed")
                        .records()
                        .size()
                < count) {
            assertThat(System.nanoTime()).as("answers in time").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private ChildProcess start(Map<String, String> environment, String... arguments) {
        ChildProcess process = ChildProcess.bridge(name + "-" + arguments[0], environment, arguments);
        started.add(process);
        return process;
    }

    private void createTopics() {
        broker.createTopics(
                Map.of(name + "-created", 2, name + "-completed", 2, name + "-failed", 1, name + "-dlt", 1));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("BRIDGE_GROUP_ID", name);
        environment.put("BRIDGE_INSTANCE_ID", "replica-1");
        environment.putAll(new TestTopics(name).environment());
        environment.put("MPS_ENDPOINT", simulator.uri().toString());
        environment.put("TENCENTCLOUD_SECRET_ID", "cli-id");
        environment.put("TENCENTCLOUD_SECRET_KEY", "cli-key-very-secret");
        environment.put("ADMIN_PORT", "0");
        return environment;
    }
}
