package io.mpsbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and methods stay small enough to be read in one go. */
class SizeTest {

    private static final Path MAIN = Path.of("src/main/java");

    private static final int MAX_LINES = 400;
    private static final int MEDIAN_LINES = 80;
    private static final int P90_LINES = 220;
    private static final int MAX_METHOD_LINES = 60;
    private static final int P90_METHOD_LINES = 18;
    private static final int MAX_PARAMETERS = 5;
    /** These may take one more. */
    private static final Set<String> ONE_MORE = Set.of(
            "BridgeLoop.<init>",
            "BridgeLoop.create",
            "Intake.<init>",
            "LoopStatusBoard.<init>",
            "Publisher.<init>",
            "RepeatedLines.decide");

    @Test
    void noFileIsTooLongAndMostAreShort() throws IOException {
        Map<String, Integer> lines = sources(MAIN).stream()
                .collect(Collectors.toMap(Path::toString, SizeTest::count, (a, b) -> a, TreeMap::new));
        List<Integer> sorted = lines.values().stream().sorted().toList();

        assertThat(lines).allSatisfy((file, count) -> assertThat(count).as(file).isLessThanOrEqualTo(MAX_LINES));
        assertThat(sorted.get(sorted.size() / 2)).as("median").isLessThanOrEqualTo(MEDIAN_LINES);
        assertThat(sorted.get(sorted.size() * 9 / 10)).as("90th percentile").isLessThanOrEqualTo(P90_LINES);
    }

    @Test
    void noMethodIsTooLongAndMostAreShort() throws IOException {
        List<Method> methods = methods(MAIN);
        List<Long> sorted = methods.stream().map(Method::lines).sorted().toList();

        assertThat(methods)
                .filteredOn(method -> method.lines() > MAX_METHOD_LINES)
                .isEmpty();
        assertThat(sorted.get(sorted.size() * 9 / 10)).as("90th percentile").isLessThanOrEqualTo(P90_METHOD_LINES);
    }

    @Test
    void noMethodTakesTooManyParameters() throws IOException {
        assertThat(methods(MAIN))
                .filteredOn(method -> method.parameters() > MAX_PARAMETERS + (ONE_MORE.contains(method.name()) ? 1 : 0))
                .isEmpty();
    }

    @Test
    void linesAndParametersAreCountedButForTheConstructorsOfRecords(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("Counted.java"), """
                record Counted(int a, int b) {
                    Counted(int a, int b) {
                        this.a = a;
                        this.b = b;
                    }

                    /** Not counted. */
                    @Override
                    public String toString() {
                        return "";
                    }

                    static int sum(int a, int b) { return a + b; }
                }
                """);

        assertThat(methods(directory))
                .containsExactly(
                        new Method("Counted.<init>", 4, 0),
                        new Method("Counted.toString", 4, 0),
                        new Method("Counted.sum", 1, 2));
    }

    /** A method or constructor; a record's constructor has the record's parameters and counts as having none. */
    private record Method(String name, long lines, int parameters) {}

    private static List<Method> methods(Path root) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources(root)));
            MethodScanner scanner = new MethodScanner(Trees.instance(task).getSourcePositions());
            task.parse().forEach(unit -> scanner.scan(unit, null));
            return scanner.found;
        }
    }

    private static final class MethodScanner extends TreePathScanner<Void, Void> {
        private final SourcePositions positions;
        private final List<Method> found = new ArrayList<>();

        MethodScanner(SourcePositions positions) {
            this.positions = positions;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            boolean ofRecord = owner.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
            found.add(new Method(
                    owner.getSimpleName() + "." + method.getName(),
                    lines(method),
                    ofRecord ? 0 : method.getParameters().size()));
            return super.visitMethod(method, null);
        }

        private long lines(MethodTree method) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            LineMap lines = unit.getLineMap();
            return lines.getLineNumber(positions.getEndPosition(unit, method))
                    - lines.getLineNumber(positions.getStartPosition(unit, method))
                    + 1;
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static int count(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
