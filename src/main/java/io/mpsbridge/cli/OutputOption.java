package io.mpsbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code -o}: table or JSON. */
final class OutputOption {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Enum.class, new LowerCase())
                    .addKeySerializer(Enum.class, new LowerCaseKey()))
            .build();

    enum Format {
        TABLE,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "Print text for people (the default), or a line of JSON for each result.")
    private @Nullable Format format;

    boolean isJson() {
        return format == Format.JSON;
    }

    static void printJson(PrintWriter out, Object value) {
        out.println(json(value));
        out.flush();
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value has no JSON form: " + value.getClass(), e);
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class LowerCase extends JsonSerializer<Enum> {
        @Override
        public void serialize(Enum value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class LowerCaseKey extends JsonSerializer<Enum> {
        @Override
        public void serialize(Enum value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeFieldName(value.name().toLowerCase(Locale.ROOT));
        }
    }
}
