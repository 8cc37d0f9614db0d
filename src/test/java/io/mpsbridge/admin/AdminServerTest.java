package io.mpsbridge.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    private static final int PATIENCE_MILLIS = 20_000;

    private final FakeSources sources = new FakeSources(200_000);
    private final AdminServer server = AdminServer.start(
            new AdminSettings("127.0.0.1", 0), sources, new Activity(outcome -> null, System::nanoTime));
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void readinessIsAStatusAndItsReasons() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        sources.ready = new Health(false, List.of("no \"credentials\""));

        HttpResponse<String> response = get("/readyz");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"ok\":false,\"reasons\":[\"no \\\"credentials\\\"\"]}");
    }

    @Test
    void nothingForeignCanRunInThePagesNorCanTheyBeFramed() throws Exception {
        for (String path : List.of("/", "/console.js", "/console.css", "/icon.svg", "/api/status", "/metrics")) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.headers().firstValue("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        }
        assertThat(get("/").body()).doesNotContain("http:", "https:", "<style", " style=", "onclick");
    }

    /** Which {@code health} and the image's health check rely on. */
    @Test
    void allAddressesIncludeTheLoopbackOfIpv4() throws Exception {
        for (String host : List.of("0.0.0.0", "::")) {
            AdminServer all = AdminServer.start(
                    new AdminSettings(host, 0), sources, new Activity(outcome -> null, System::nanoTime));
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + all.port() + "/livez"))
                        .build();
                assertThat(HttpClient.newHttpClient()
                                .send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .as(host)
                        .isEqualTo(200);
            } finally {
                all.close();
            }
        }
    }

    @Test
    void whyThePortCannotBeOpenedIsTold() {
        Activity activity = new Activity(outcome -> null, System::nanoTime);

        assertThatThrownBy(() -> AdminServer.start(new AdminSettings("127.0.0.1", server.port()), sources, activity))
                .hasMessageStartingWith("admin.port " + server.port() + " on 127.0.0.1 is taken: set another")
                .hasMessageContaining("ADMIN_PORT");
        assertThatThrownBy(() -> AdminServer.start(new AdminSettings("no-such-host.invalid", 0), sources, activity))
                .hasMessageContaining("admin.host no-such-host.invalid does not resolve");
        assertThatThrownBy(() -> AdminServer.start(new AdminSettings("192.0.2.1", 0), sources, activity))
                .hasMessageContaining("admin.host 192.0.2.1 is no address of this machine")
                .hasMessageContaining("0.0.0.0 for all");
    }

    @Test
    void tasksComeByPages() throws Exception {
        JsonNode page = new ObjectMapper()
                .readTree(
                        get("/api/tasks?sort=task&order=asc&offset=100&limit=2").body());

        assertThat(page.path("total").asInt()).isEqualTo(1_000);
        assertThat(page.path("tasks").findValuesAsText("taskId")).containsExactly("task-000100", "task-000101");
        assertThat(get("/api/tasks?limit=x").statusCode()).isEqualTo(400);
    }

    @Test
    void theContractIsListedAndServed() throws Exception {
        assertThat(get("/api/schemas").body()).contains("\"path\":\"/api/schemas/examples/a.json\"");
        assertThat(get("/api/schemas/examples/a.json").body()).isEqualTo("{}");
        assertThat(get("/api/schemas/../../secret").statusCode()).isEqualTo(404);
    }

    @Test
    void headIsAnsweredAsGetWithoutABody() throws Exception {
        sources.ready = new Health(false, List.of("no credentials"));
        for (String path : List.of(
                "/",
                "/console.js",
                "/console.css",
                "/icon.svg",
                "/livez",
                "/readyz",
                "/metrics",
                "/api/status",
                "/api/tasks",
                "/api/tasks?limit=x",
                "/api/schemas",
                "/api/schemas/examples/a.json",
                "/api/schemas/none",
                "/nowhere")) {
            HttpResponse<String> get = request("GET", path);
            String head = raw("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(head)
                    .as(path)
                    .startsWith("HTTP/1.1 " + get.statusCode() + " ")
                    .endsWith("\r\n\r\n");
            assertThat(headers(head)).as(path).isEqualTo(headers(get));
        }
    }

    @Test
    void headOfTheEventsEndsAndTakesNoReadersPlace() throws Exception {
        Socket reader = send("GET /api/events HTTP/1.1\r\nHost: a\r\n\r\n");
        BufferedReader lines = new BufferedReader(new InputStreamReader(reader.getInputStream(), US_ASCII));
        StringBuilder get = new StringBuilder();
        for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
            get.append(line).append("\r\n");
        }

        for (int i = 0; i < EventStream.READERS * 2; i++) {
            String head = raw("HEAD /api/events HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
            assertThat(headers(head)).isEqualTo(headers(get + "\r\n"));
        }
    }

    @Test
    void nothingCanBeChangedThroughItAndTheRefusalSaysWhatIsAllowed() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            for (String path : List.of("/", "/livez", "/api/status", "/api/events", "/api/schemas/examples/a.json")) {
                HttpResponse<String> response = request(method, path);

                assertThat(response.statusCode()).as(method + " " + path).isEqualTo(405);
                assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD");
            }
            assertThat(request(method, "/nowhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aReaderGetsASnapshotAndThenWhatIsNew() throws Exception {
        Socket socket = send("GET /api/events HTTP/1.1\r\nHost: a\r\n\r\n");
        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));

        List<String> events = new ArrayList<>();
        while (events.size() < 2) {
            String line = lines.readLine();
            if (line.startsWith("event: ")) {
                events.add(line);
            }
        }

        assertThat(events).containsExactly("event: snapshot", "event: delta");
    }

    @Test
    void twoHundredReadersThatReadNothingKeepNoProbeWaiting() throws Exception {
        for (int i = 0; i < 200; i++) {
            send("GET /api/events HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        assertThat(statusLines(200)).filteredOn(line -> line.contains("200")).hasSize(EventStream.READERS);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void aReaderThatGoesLeavesHisPlaceToTheNext() throws Exception {
        for (int i = 0; i < EventStream.READERS * 2; i++) {
            Socket socket = send("GET /api/events HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(statusLine(socket)).contains("200");
            socket.close();
            awaitReaders();
        }
    }

    @Test
    void connectionsThatNeverFinishTheirHeadersGiveWay() throws Exception {
        for (int i = 0; i < 400; i++) {
            send("GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: ");
        }

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(isClosed(sockets.get(0))).isTrue();
    }

    @Test
    void aFloodOfHeadersIsCutOff() throws Exception {
        Socket socket = send("GET /livez HTTP/1.1\r\nHost: a\r\n");

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        write(socket, "X-" + i + ": " + "y".repeat(1_000) + "\r\n");
                    }
                })
                .isInstanceOf(SocketException.class);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void aLineThatIsTooLongIsRefused() throws Exception {
        assertThat(statusLine(send("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")))
                .contains("414");
        assertThat(statusLine(send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(100_000) + "\r\n\r\n")))
                .contains("431");
    }

    @Test
    void aBodyWithoutEndIsNotTaken() throws Exception {
        Socket socket = send("POST /api/status HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\n");

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        write(socket, "z".repeat(1_000));
                    }
                })
                .isInstanceOf(SocketException.class);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void oneWhoAsksWithoutReadingIsNotListenedToAnyMore() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        Thread asks = new Thread(() -> {
            try {
                for (int i = 0; i < 100_000; i++) {
                    write(socket, "GET /api/status HTTP/1.1\r\nHost: a\r\n\r\n");
                }
            } catch (IOException e) {
                // Cut off, as it should be.
            }
        });
        asks.start();

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        asks.join(Duration.ofMillis(300).toMillis());
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    private void awaitReaders() throws Exception {
        // The server hears of the end when it reads or writes next; a probe on the same thread comes after that.
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    private List<String> statusLines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Socket socket : sockets.subList(0, count)) {
            lines.add(statusLine(socket));
        }
        return lines;
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = socket.getInputStream().read(); each >= 0 && each != '\r'; ) {
            line.append((char) each);
            each = socket.getInputStream().read();
        }
        return line.toString();
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        write(socket, text);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return request("GET", path);
    }

    private HttpResponse<String> request(String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** Everything that is answered until the server closes, which it does after each answer. */
    private String raw(String text) throws IOException {
        return new String(send(text).getInputStream().readAllBytes(), US_ASCII);
    }

    private static Map<String, List<String>> headers(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove(":status");
        return headers;
    }

    private static Map<String, List<String>> headers(String response) {
        return response.lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.split(": ", 2))
                .collect(Collectors.groupingBy(
                        line -> line[0], TreeMap::new, Collectors.mapping(line -> line[1], Collectors.toList())));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
