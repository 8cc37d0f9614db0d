package io.mpsbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents lead where they say, stay short where they are read first, and agree with the code. */
class DocumentationTest {

    private static final Path README = Path.of("README.md");
    private static final Path DOCUMENTS = Path.of("src", "docs");
    private static final int README_LINES = 200;

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z+.-]*:.*");
    /** A type of ours with its package or a member, or alone. */
    private static final Pattern NAMED =
            Pattern.compile("`(?:([a-z]+)[./])?([A-Z][a-z]\\w+)(?:\\.[A-Z]\\w+)*(?:[.#]([a-z]\\w*))?`");
    /** What is spelled like one and is somebody else's. */
    private static final Set<String> OTHERS = Set.of(
            "Consumer", "Date", "DescribeAigcImageTask", "MpsBridgeSuspended", "RequestLimitExceeded", "Runnable");

    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README, Path.of("CHANGELOG.md")));
        documents.addAll(markdown(DOCUMENTS));
        return documents.stream();
    }

    static Stream<Path> allDocuments() throws IOException {
        return Stream.concat(documents(), markdown(Path.of(".github")).stream());
    }

    private static List<Path> markdown(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("allDocuments")
    void everyRelativeLinkLeadsToAFileAndAHeadingThatExist(Path document) throws IOException {
        assertThat(brokenLinks(document)).isEmpty();
    }

    @Test
    void aLinkThatLeadsNowhereIsFound(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("there.md"), """
                # Twice & more

                # Twice & more

                ```
                # no heading
                ```
                """);
        Path document = Files.writeString(directory.resolve("links.md"), """
                # A `code` heading
                [a](#a-code-heading) [b](there.md#twice--more) [c](there.md#twice--more-1)
                [d](https://example.com/x#y) `[e](gone.md)` [f](gone.md) [g](there.md#no-heading) [h](#gone)
                """);

        assertThat(brokenLinks(document)).containsExactly("gone.md", "there.md#no-heading", "#gone");
    }

    /**
     * The documents name code as {@code package.Class} or {@code package/Class}, {@code Class.method} or
     * {@code ClassTest#method}.
     */
    @ParameterizedTest
    @ValueSource(strings = {"architecture.md", "invariants.md", "../../.github/CONTRIBUTING.md"})
    void everyTypeAndMethodThatIsNamedExists(String document) throws IOException {
        Map<String, Path> sources = sources();
        List<String> gone = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(DOCUMENTS.resolve(document)));
        while (named.find()) {
            Path source = sources.get(named.group(2));
            if (source == null ? !OTHERS.contains(named.group(2)) : !isIn(source, named.group(1), named.group(3))) {
                gone.add(named.group());
            }
        }
        assertThat(gone).isEmpty();
    }

    private static boolean isIn(Path source, @Nullable String where, @Nullable String method) throws IOException {
        String code = Files.readString(source);
        return (where == null || code.startsWith("package io.mpsbridge." + where + ";"))
                && (method == null || code.matches("(?s).*\\b" + method + "\\b.*"));
    }

    private static Map<String, Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file, (a, b) -> a));
        }
    }

    @Test
    void theReadmeStaysShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(README_LINES);
    }

    @Test
    void theReadmeLeadsToEveryDocument() throws IOException {
        List<String> others = documents()
                .filter(document -> !document.equals(README))
                .map(document -> document.toString().replace('\\', '/'))
                .toList();

        assertThat(links(README)).containsAll(others);
    }

    @Test
    void thePackageTableSaysWhatArchUnitEnforces() throws IOException {
        Map<String, Set<String>> enforced = ArchitectureTest.MAY_USE.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));

        assertThat(packageTable()).isEqualTo(enforced);
    }

    /** Of each row of the section "Packages": the name in the first column, the names in the last. */
    private static Map<String, Set<String>> packageTable() throws IOException {
        return Files.readAllLines(DOCUMENTS.resolve("architecture.md")).stream()
                .dropWhile(line -> !line.equals("## Packages"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> names(cells[1]).iterator().next(), cells -> names(cells[cells.length - 2])));
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    private static List<String> brokenLinks(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : links(document)) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            if (!Files.exists(target) || (parts.length == 2 && !anchors(target).contains(parts[1]))) {
                broken.add(link);
            }
        }
        return broken;
    }

    private static List<String> links(Path document) throws IOException {
        String prose = CODE.matcher(withoutFences(document)).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    /**
     * As GitHub makes them: lower case, without punctuation, a hyphen for each space, and numbers for those that
     * repeat.
     */
    private static Set<String> anchors(Path document) throws IOException {
        Set<String> anchors = new HashSet<>();
        for (MatchResult heading :
                HEADING.matcher(withoutFences(document)).results().toList()) {
            String anchor = heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            String unique = anchor;
            for (int i = 1; !anchors.add(unique); i++) {
                unique = anchor + "-" + i;
            }
        }
        return anchors;
    }

    private static String withoutFences(Path document) throws IOException {
        return FENCED.matcher(Files.readString(document)).replaceAll("");
    }
}
