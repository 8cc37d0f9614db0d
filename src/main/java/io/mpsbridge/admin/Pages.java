package io.mpsbridge.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The console's files by path. */
final class Pages {

    private Pages() {}

    static Map<String, HttpContent> all() {
        return Map.of(
                "/", page("console.html", "text/html; charset=utf-8"),
                "/console.css", page("console.css", "text/css; charset=utf-8"),
                "/console.js", page("console.js", "text/javascript; charset=utf-8"),
                "/icon.svg", page("icon.svg", "image/svg+xml"));
    }

    private static HttpContent page(String name, String mediaType) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            return new HttpContent(
                    mediaType, new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the console's file " + name, e);
        }
    }
}
