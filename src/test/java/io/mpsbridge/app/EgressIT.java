package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.ForwardProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole bridge whose only way out is a proxy, which alone knows MPS's name. */
class EgressIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String NAME = "mps.known-to-the-proxy.invalid";
    private static final int TASKS = 15;

    @Test
    void aProxyThatRefusesHangsOrIsAwayHoldsPollingFailsNothingAndNobodyRestarts(@TempDir Path secrets)
            throws Exception {
        Path password = Files.writeString(secrets.resolve("password"), "wrong");
        try (BridgeRig rig = new BridgeRig(2);
                ForwardProxy proxy = ForwardProxy.start(
                        Map.of(NAME + ":80", rig.simulator().uri().getPort()))) {
            proxy.require("bridge", "right");
            rig.with("mps.endpoint", "http://" + NAME)
                    .with("mps.allow-http", "true")
                    .with("mps.connect-timeout", "1s")
                    .with("mps.proxy.url", "http://bridge@localhost:" + proxy.port())
                    .with("mps.proxy.password-file", password.toString());
            rig.events(TASKS, i -> "sim-" + i + ";for=1s");
            try (Bridge bridge = rig.start()) {
                awaitReason(bridge, "wants a user and password that it knows (status: 407");
                assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").body())
                        .contains("(mps.proxy.url)")
                        .doesNotContain("wrong");
                Files.writeString(password, "right");
                rig.awaitRecords(TASKS, SOON);

                rig.events(TASKS, i -> "sim-late-" + i + ";for=1s");
                proxy.answer("");
                proxy.cut();
                awaitReason(bridge, "did not open the way to " + NAME + ":80 in time");
                proxy.answer(null);
                rig.awaitRecords(2 * TASKS, SOON);

                assertThat(rig.answers().of(rig.topics().failed()).records()).isEmpty();
                assertThat(rig.deadLetters().records()).isEmpty();
            }
        }
    }

    private static void awaitReason(Bridge bridge, String words) {
        BridgeRig.await(
                () -> BridgeRig.get(bridge.adminPort(), "/readyz").body().contains(words), words, SOON);
    }
}
