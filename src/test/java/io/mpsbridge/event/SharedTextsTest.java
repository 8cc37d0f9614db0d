package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.TaskCreated;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedTextsTest {

    private final SharedTexts texts = new SharedTexts();

    @Test
    void equalTextsBecomeOneObject() {
        String first = texts.share(copy("hunyuan"));

        assertThat(texts.share(copy("hunyuan"))).isSameAs(first);
    }

    @Test
    void anyNumberOfTextsComesOutAsItWentIn() {
        List<String> many =
                IntStream.range(0, 10_000).mapToObj(i -> "model-" + i).toList();

        assertThat(many).allSatisfy(text -> assertThat(texts.share(copy(text))).isEqualTo(text));
    }

    @Test
    void ofAnyNumberOfTextsAFixedNumberIsRemembered() {
        Set<String> objects = Collections.newSetFromMap(new IdentityHashMap<>());
        IntStream.range(0, 10_000).forEach(i -> objects.add(texts.share("model-" + i)));
        IntStream.range(0, 10_000).forEach(i -> objects.add(texts.share("model-" + i)));

        assertThat(objects).hasSizeBetween(20_000 - 256, 20_000);
    }

    @Test
    void eventsOfOneModelHoldOneTextForItAndOneForTheirSource() {
        EventDecoder decoder = new EventDecoder(() -> Instant.EPOCH, KnownScopes.any());
        TaskCreated one = ((Decoded.Task) decoder.decode(structured(1))).task();
        TaskCreated other = ((Decoded.Task) decoder.decode(structured(2))).task();

        assertThat(one.model()).isEqualTo("hunyuan").isSameAs(other.model());
        assertThat(one.lineage().source())
                .isEqualTo("/orders")
                .isSameAs(other.lineage().source());
    }

    private static InboundRecord structured(int offset) {
        String value = "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"/orders\",\"id\":\"" + offset
                + "\",\"data\":{\"taskId\":\"a\",\"model\":\"hunyuan\"}}";
        var contentType = RecordHeader.text("content-type", "application/cloudevents+json");
        return new InboundRecord(
                "task-created", 0, offset, Instant.EPOCH, null, value.getBytes(UTF_8), List.of(contentType));
    }

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }
}
