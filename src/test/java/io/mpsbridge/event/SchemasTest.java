package io.mpsbridge.event;

import static io.mpsbridge.event.JsonSchemas.errors;
import static io.mpsbridge.event.JsonSchemas.ofEvent;
import static io.mpsbridge.event.JsonSchemas.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
    private static final Path RESOURCES = Path.of("src/main/resources/io/mpsbridge/event");

    private static String text(String name) {
        return Schemas.find(name).orElseThrow().text();
    }

    private static JsonNode asyncApi() throws IOException {
        return new YAMLMapper().readTree(text("asyncapi.yaml"));
    }

    @Test
    void everyDocumentIsListedAndHasAText() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> RESOURCES.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Schemas.all().stream().map(Schemas.Document::name).toList());
        }
        assertThat(Schemas.all())
                .allSatisfy(document -> assertThat(document.text()).isNotBlank());
        assertThat(Schemas.find("nothing")).isEmpty();
        assertThatThrownBy(() -> Schemas.schema("nothing")).hasMessageContaining("nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {Schemas.TASK_CREATED, Schemas.TASK_COMPLETED, Schemas.TASK_FAILED})
    void aSchemaIsValidOpenAndNamedAsItsEventsSay(String event) {
        String schema = Schemas.schema(event).text();
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(schema, InputFormat.JSON)).isEmpty();
        assertThat(URI.create(tree(schema).path("$id").asText())).isEqualTo(Schemas.uri(event));
        assertThat(schema).doesNotContain("additionalProperties").doesNotContain("unevaluated");
    }

    @ParameterizedTest
    @CsvSource({
        "examples/task-created.json, task-created",
        "examples/task-created.minimal.json, task-created",
        "examples/task-completed.json, task-completed",
        "examples/task-failed.json, task-failed",
    })
    void anExampleIsValid(String example, String event) {
        assertThat(errors(ofEvent(event), text(example))).isEmpty();
    }

    @Test
    void theExamplesOfCreatedEventsAreRead() {
        assertThat(EventFixtures.task(EventFixtures.bare(text("examples/task-created.json")))
                        .metadata())
                .isEqualTo("{\"order\": 7, \"price\": 1.50}");
        assertThat(EventFixtures.task(EventFixtures.bare(text("examples/task-created.minimal.json")))
                        .model())
                .isNull();
        assertThat(EventFixtures.task(EventFixtures.structured(text("examples/task-created.structured.json")))
                        .lineage()
                        .correlationId())
                .isEqualTo("order-7");
    }

    @Test
    void theExamplesOfTerminalEventsHaveTheEncodersFieldsInItsOrder() {
        String completed = new String(
                EventFixtures.ENCODER
                        .encode(EventFixtures.completed(
                                EventFixtures.task(EventFixtures.lineage(), "{}"), List.of("u")))
                        .value(),
                java.nio.charset.StandardCharsets.UTF_8);
        List<String> inSchema = names(Schemas.schema(Schemas.TASK_COMPLETED).text(), "properties");
        List<List<String>> examples = Stream.of("", ".video", ".audio")
                .map(kind -> names(text("examples/task-completed" + kind + ".json")))
                .toList();

        assertThat(examples.get(0)).isEqualTo(names(completed));
        assertThat(examples).allSatisfy(names -> assertThat(inSchema).containsSubsequence(names));
        assertThat(examples.stream().flatMap(List::stream).distinct()).containsExactlyInAnyOrderElementsOf(inSchema);
    }

    @Test
    void everyKindHasItsExamplesAndItsPlaceInTheSchema() {
        for (TaskKind kind : TaskKind.values()) {
            String suffix = kind == TaskKind.IMAGE ? ".json" : "." + kind.label() + ".json";
            JsonNode completed = tree(text("examples/task-completed" + suffix));

            assertThat(TaskKind.named(completed.path("kind").asText())).contains(kind);
            assertThat(kind.results())
                    .allSatisfy(field -> assertThat(completed.has(field.name()))
                            .as(field.name())
                            .isTrue());
            assertThat(Schemas.find("examples/task-created" + suffix)).isPresent();
        }
        assertThat(texts(tree(Schemas.schema(Schemas.TASK_CREATED).text()).at("/properties/kind/enum")))
                .containsSubsequence(
                        Stream.of(TaskKind.values()).map(TaskKind::label).toList());
    }

    @Test
    void theAsyncApiDocumentRefersToWhatIsThere() throws IOException {
        JsonNode document = asyncApi();
        List<String> references = new ArrayList<>();
        collectReferences(document, references);

        assertThat(references).hasSizeGreaterThan(20).allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Schemas.find(reference)).as(reference).isPresent();
            }
        });
    }

    @Test
    void theAsyncApiDocumentListsTheReasonsAndCodesThatThereAre() throws IOException {
        JsonNode codes =
                asyncApi().at("/components/schemas/deadLetterHeaders/properties/mps-bridge-error-code/examples");
        JsonNode reasons = tree(Schemas.schema(Schemas.TASK_FAILED).text()).at("/properties/reason/examples");

        assertThat(texts(codes))
                .containsExactlyElementsOf(Arrays.stream(RejectionCode.values())
                        .map(RejectionCode::code)
                        .toList());
        assertThat(texts(reasons))
                .containsExactlyElementsOf(
                        Arrays.stream(FailureReason.values()).map(Enum::name).toList());
    }

    @Test
    void theAsyncApiExamplesAreValid() throws IOException {
        for (String message : List.of("taskCreated", "taskCreatedBare")) {
            for (JsonNode example : asyncApi().at("/components/messages/" + message + "/examples")) {
                assertThat(errors(
                                ofEvent(Schemas.TASK_CREATED),
                                example.path("payload").toString()))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "task-created|{}",
                "task-created|{\"taskId\":\"\"}",
                "task-created|{\"taskId\":\"a b\"}",
                "task-created|{\"taskId\":\"t\",\"deadline\":\"soon\"}",
                "task-created|{\"taskId\":\"t\",\"metadata\":[]}",
                "task-completed|{\"taskId\":\"t\",\"status\":\"DONE\",\"imageUrls\":[],\"detectedAt\":\"2026-11-23T10:00:00Z\",\"polls\":1}",
                "task-failed|{\"taskId\":\"t\",\"reason\":\"late\",\"message\":\"\",\"detectedAt\":\"2026-11-23T10:00:00Z\",\"polls\":1}",
            })
    void whatIsWrongIsNotValid(String event, String json) {
        assertThat(errors(ofEvent(event), json)).isNotEmpty();
    }

    private static List<String> names(String json, String... path) {
        JsonNode node = tree(json);
        for (String step : path) {
            node = node.path(step);
        }
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void collectReferences(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collectReferences(child, references));
    }
}
