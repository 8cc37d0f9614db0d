package io.mpsbridge.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Encodings that producers may use and the bridge does not read, recognised by their first bytes. */
enum ForeignBytes {
    GZIP("1f8b", "a gzip stream; " + Advice.COMPRESS),
    ZSTD("28b52ffd", "a zstd frame; " + Advice.COMPRESS),
    LZ4("04224d18", "an LZ4 frame; " + Advice.COMPRESS),
    SNAPPY("82534e41505059", "a snappy stream; " + Advice.COMPRESS),
    JAVA("aced0005", "a serialized Java object; set the producer's value.serializer to one that writes JSON"),
    UTF_16_LITTLE("fffe", Advice.UTF_16),
    UTF_16_BIG("feff", Advice.UTF_16),
    UTF_16_LITTLE_BARE("7b00", Advice.UTF_16),
    UTF_16_BIG_BARE("007b", Advice.UTF_16),
    GLUE("0300", "the AWS Glue schema registry's prefix; " + Advice.SERIALIZER),
    GLUE_COMPRESSED("0305", "the AWS Glue schema registry's prefix; " + Advice.SERIALIZER),
    REGISTRY("00", "a schema registry's prefix") {
        @Override
        boolean begins(byte[] value) {
            return super.begins(value) && value.length > PREFIX_BYTES;
        }

        @Override
        String hint(byte[] value) {
            return "a schema registry's five-byte prefix (schema id "
                    + Integer.toUnsignedString(
                            ByteBuffer.wrap(value, 1, Integer.BYTES).getInt()) + ") before "
                    + (value[PREFIX_BYTES] == '{' ? "JSON" : "Avro or Protobuf") + "; " + Advice.SERIALIZER;
        }
    },
    PYTHON("7b27", "a Python object printed as text; send what json.dumps makes of it"),
    XML("3c", "XML; send JSON");

    private static final int PREFIX_BYTES = 5;

    /** A character per byte. */
    private final String first;

    private final String hint;

    ForeignBytes(String first, String hint) {
        this.first = new String(HexFormat.of().parseHex(first), StandardCharsets.ISO_8859_1);
        this.hint = hint;
    }

    /** What the bytes look like and what to set on the producer, if they look like any of these. */
    static Optional<String> of(byte[] value) {
        return Arrays.stream(values())
                .filter(each -> each.begins(value))
                .findFirst()
                .map(each -> each.hint(value));
    }

    boolean begins(byte[] value) {
        return value.length >= first.length()
                && new String(value, 0, first.length(), StandardCharsets.ISO_8859_1).equals(first);
    }

    String hint(byte[] value) {
        return hint;
    }

    private static final class Advice {
        static final String COMPRESS =
                "send the JSON as it is and let the producer compress it, for example with compression.type=zstd";
        static final String SERIALIZER =
                "set the producer's value.serializer (in Kafka Connect value.converter) to one that writes plain JSON"
                        + " without a registry";
        static final String UTF_16 = "UTF-16; send UTF-8";
    }
}
