package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.simulator.Concurrency;
import io.mpsbridge.simulator.Ending;
import io.mpsbridge.simulator.Order;
import io.mpsbridge.testing.Chromium;
import io.mpsbridge.testing.Nginx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The console in a real browser, over a bridge at work. */
@Execution(ExecutionMode.SAME_THREAD) // there is one browser
class ConsoleIT {

    private static final String SCRIPT = "<img/src=x/onerror=window.hacked=1>";
    private static final String QUEUE = "document.querySelector('#queue-table tbody tr').cells";
    private static final String SHOWN_TASKS = "[...document.querySelectorAll('#task-table tbody tr')]";

    private static Chromium browser;

    @BeforeAll
    static void startBrowser() throws Exception {
        assumeThat(Chromium.isThere())
                .as("/usr/bin/chromium, to look at the console with")
                .isTrue();
        browser = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void tasksAndOutcomesAppearByThemselvesAndTheBrowserHasNothingToComplainAbout() {
        try (BridgeRig rig = new BridgeRig(3);
                Bridge bridge = rig.start()) {
            open(bridge);
            browser.await(text("state") + " === 'Ready, nothing to do'");
            browser.await(text("tasks-empty") + " === 'Nothing is in flight.'");

            rig.event("sim-slow;for=100s");
            rig.event("sim-quick;for=2s");
            rig.event("sim-bad;for=2s;end=fail");
            rig.send(new ProducerRecord<>(rig.topics().created(), null, "{".getBytes(UTF_8)));

            browser.await(text("state") + " === 'Working'");
            browser.await(text("completed") + " === '1' && " + text("failed") + " === '1' && " + text("dead-letters")
                    + " === '1'");
            browser.await(SHOWN_TASKS + ".length === 1");
            assertThat(browser.eval(SHOWN_TASKS + "[0].cells[0].innerText").asText())
                    .isEqualTo("sim-slow;for=100s");
            assertThat(browser.eval(text("outcome-table")).asText())
                    .contains(
                            "sim-quick;for=2s",
                            "completed",
                            "11 h 59 min",
                            "sim-bad;for=2s;end=fail",
                            "generation failed");
            assertThat(browser.eval(text("letters")).asText()).contains("not-json");
            assertThat(browser.eval("document.querySelectorAll('#partition-table tbody tr').length")
                            .asInt())
                    .isEqualTo(3);
            browser.await(
                    text("calls-figure") + ".endsWith(' of 20') && !" + text("calls-figure") + ".startsWith('0.0')");
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void itWorksBehindAProxyThatBuffersAndUnderAPrefix() throws Exception {
        assumeThat(Nginx.isThere()).as("/usr/sbin/nginx, to look through").isTrue();
        for (String prefix : List.of("/", "/tools/mps/")) {
            try (BridgeRig rig = new BridgeRig(1);
                    Bridge bridge = rig.start();
                    Nginx nginx = Nginx.before(bridge.adminPort(), prefix)) {
                // Without the slash nginx sends the browser on to the address with it.
                browser.screen(1_280, 900, false);
                browser.open("http://127.0.0.1:" + nginx.port() + prefix.replaceAll("(.)/$", "$1"));
                browser.await(text("state") + " === 'Ready, nothing to do'");
                rig.event("sim-slow;for=100s");
                rig.event("sim-quick;for=2s");

                browser.await(text("state") + " === 'Working'");
                browser.await(text("completed") + " === '1' && " + SHOWN_TASKS + ".length === 1");
                browser.screenshot(Path.of("target", "console-behind-nginx.png"));
                assertThat(browser.eval("location.pathname").asText()).isEqualTo(prefix);
                assertThat(browser.eval("Promise.all([...document.querySelectorAll('footer a')]"
                                        + ".map(each => fetch(each.href).then(answer => answer.status)))"
                                        + ".then(all => all.join())")
                                .asText())
                        .isEqualTo("200,200,200,200");
                assertThat(browser.problems()).isEmpty();
            }
        }
    }

    @Test
    void theServicesQueueIsShownWithTheTasksPlacesAndNotWhereNothingIsKnownOfOne() {
        try (BridgeRig rig = new BridgeRig(3, new Concurrency(2, Order.FIFO));
                Bridge bridge = rig.start()) {
            open(bridge);
            browser.await(text("state") + " === 'Ready, nothing to do'");
            assertThat(browser.eval("document.getElementById('queues').hidden").asBoolean())
                    .isTrue();

            Instant first = Instant.now();
            for (int i = 0; i < 60; i++) {
                Instant submittedAt = first.plusMillis(i);
                rig.simulator().create("made-" + i, submittedAt, Duration.ofMillis(1_500), Ending.DONE);
                String event = String.format("{\"taskId\":\"made-%d\",\"submittedAt\":\"%s\"}", i, submittedAt);
                rig.send(new ProducerRecord<>(rig.topics().created(), null, event.getBytes(UTF_8)));
            }

            browser.await("document.querySelectorAll('#queue-table tbody tr').length === 1");
            browser.await(QUEUE + "[0].innerText === 'no model' && Number(" + QUEUE + "[2].innerText) > 20");
            browser.await(
                    "/^~[1-9][0-9]$/.test(" + QUEUE + "[4].innerText) && " + QUEUE + "[8].innerText.endsWith(' %')");
            browser.await(SHOWN_TASKS + ".some(row => /^WAIT\\n~[0-9]+ before it$/.test(row.cells[1].innerText))");
            browser.await(SHOWN_TASKS + ".some(row => /^(about now|in ~[0-9]+ s)$/.test(row.cells[5].innerText))");
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void whatComesFromOutsideIsShownAsText() throws Exception {
        try (BridgeRig rig = new BridgeRig(1);
                Bridge bridge = rig.start()) {
            String id = "sim-" + SCRIPT + "'\"&amp;;for=100s";
            String metadata = "{\"note\":\"<script>window.hacked=1</script>\"}";
            String event = new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "taskId", id, "model", "<b>m</b>", "metadata", new ObjectMapper().readTree(metadata)));
            rig.send(new ProducerRecord<>(rig.topics().created(), null, event.getBytes(UTF_8)));
            rig.event("sim-" + SCRIPT + ";for=1s;end=fail");
            open(bridge);

            browser.await(SHOWN_TASKS + ".length === 1");
            browser.await("document.querySelectorAll('#outcome-table tbody tr').length === 1");

            assertThat(browser.eval(SHOWN_TASKS + "[0].cells[0].innerText").asText())
                    .isEqualTo(id + "\n<b>m</b>\n" + metadata);
            assertThat(browser.eval(text("outcome-table")).asText()).contains(SCRIPT);
            assertThat(browser.eval("typeof window.hacked").asText()).isEqualTo("undefined");
            assertThat(browser.eval("document.querySelectorAll('td img, td script, td b').length")
                            .asInt())
                    .isZero();
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void aTaskAmongThousandsIsFoundBySearchSortAndPagesWithTheKeyboardToo() {
        try (BridgeRig rig = new BridgeRig(3);
                Bridge bridge = rig.start()) {
            rig.events(2_500, i -> String.format("sim-%04d;for=1000s", i));
            open(bridge);
            browser.await(text("range") + " === '1–50 of 2,500'");

            browser.eval("document.querySelector('th[data-sort=task] button').focus()");
            browser.press("Enter");
            browser.await(SHOWN_TASKS + "[0].cells[0].innerText === 'sim-0000;for=1000s'");
            browser.eval("document.getElementById('next').click()");
            browser.await(SHOWN_TASKS + "[0].cells[0].innerText === 'sim-0050;for=1000s'");
            browser.eval(
                    "{const s = document.getElementById('search'); s.value = 'SIM-217'; s.dispatchEvent(new Event('input'))}");
            browser.await(text("range") + " === '1–10 of 10 (2,500 in all)'");

            assertThat(browser.eval("document.querySelector('th[data-sort=task]').getAttribute('aria-sort')")
                            .asText())
                    .isEqualTo("ascending");
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void nothingIsCutOffOnASmallPhone() {
        try (BridgeRig rig = new BridgeRig(3);
                Bridge bridge = rig.start()) {
            rig.event("sim-" + "long-id-".repeat(25) + ";for=100s");
            browser.screen(360, 740, false);
            browser.open("http://127.0.0.1:" + bridge.adminPort() + "/");

            browser.await(SHOWN_TASKS + ".length === 1");

            assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(360);
            JsonNode table =
                    browser.eval("(t => [t.scrollWidth, t.clientWidth])(document.querySelector('#tasks .scroll'))");
            assertThat(table.get(0).asInt()).isLessThanOrEqualTo(table.get(1).asInt());
        }
    }

    @Test
    void everyControlAndRegionHasAName() {
        try (BridgeRig rig = new BridgeRig(1);
                Bridge bridge = rig.start()) {
            open(bridge);
            browser.await(text("state") + " === 'Ready, nothing to do'");

            JsonNode nameless = browser.eval(
                    "[...document.querySelectorAll('button, input, [role=meter], svg, [role=region], section')]"
                            + ".filter(e => !(e.innerText || e.ariaLabel || e.getAttribute('aria-label')"
                            + " || e.getAttribute('aria-labelledby') || (e.labels && e.labels.length)))"
                            + ".map(e => e.outerHTML)");

            assertThat(nameless).isEmpty();
        }
    }

    /** For people: {@code -Dconsole.screenshots=DIRECTORY}. */
    @Test
    void screenshotsAreTakenWhereAskedFor() throws Exception {
        String directory = System.getProperty("console.screenshots");
        assumeThat(directory).as("-Dconsole.screenshots").isNotNull();
        try (BridgeRig rig = new BridgeRig(6);
                Bridge bridge = rig.start()) {
            open(bridge);
            browser.await(text("state") + " === 'Ready, nothing to do'");
            shoot(Path.of(directory), "0");
            rig.events(
                    30,
                    i -> "sim-" + i + ";for=" + (i % 3 == 0 ? 5 + i / 2 : 200) + "s;end="
                            + (i % 9 == 0 ? "fail" : "done"));
            rig.send(new ProducerRecord<>(rig.topics().created(), null, "{".getBytes(UTF_8)));
            browser.await("document.querySelectorAll('#outcome-table tbody tr').length > 4");
            shoot(Path.of(directory), "30");
            rig.events(20_000, i -> "sim-many-" + i + ";for=" + (i % 50 == 0 ? 30 : 3_000) + "s");
            browser.await("Number(" + text("in-flight") + ".replace(/,/g, '')) > 19000");
            browser.await(text("calls-figure") + ".startsWith('19') || " + text("calls-figure") + ".startsWith('20')");
            shoot(Path.of(directory), "20000");
        }
    }

    private static void shoot(Path directory, String tasks) throws Exception {
        for (Map.Entry<String, Integer> device :
                Map.of("phone", 390, "desktop", 1_280).entrySet()) {
            for (boolean dark : List.of(false, true)) {
                browser.screen(device.getValue(), 900, dark);
                browser.screenshot(
                        directory.resolve(tasks + "-" + device.getKey() + (dark ? "-dark" : "-light") + ".png"));
            }
        }
        browser.screen(1_280, 900, false);
    }

    private static void open(Bridge bridge) {
        browser.screen(1_280, 900, false);
        browser.open("http://127.0.0.1:" + bridge.adminPort() + "/");
    }

    private static String text(String id) {
        return "document.getElementById('" + id + "').innerText";
    }
}
