package io.mpsbridge.deploy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/** Writes and reads with every codec as the Kafka clients do, in a process of its own, and says how it went. */
public final class NativeCodecs {

    private static final byte[] TEXT = "a task was created, ".repeat(500).getBytes(StandardCharsets.UTF_8);

    private NativeCodecs() {}

    /** Prints a line for each codec that gives back what it was given. */
    public static void main(String[] arguments) throws IOException {
        for (CompressionType codec : CompressionType.values()) {
            if (Arrays.equals(TEXT, roundTrip(Compression.of(codec).build()))) {
                System.out.println("good " + codec.name);
            }
        }
        System.out.println("lz4 by " + LZ4Factory.fastestInstance());
    }

    private static byte[] roundTrip(Compression codec) throws IOException {
        ByteBufferOutputStream written = new ByteBufferOutputStream(TEXT.length);
        try (DataOutputStream out =
                new DataOutputStream(codec.wrapForOutput(written, RecordBatch.CURRENT_MAGIC_VALUE))) {
            out.write(TEXT);
        }
        ByteBuffer compressed = written.buffer();
        compressed.flip();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in =
                codec.wrapForInput(compressed, RecordBatch.CURRENT_MAGIC_VALUE, BufferSupplier.create())) {
            in.transferTo(read);
        }
        return read.toByteArray();
    }
}
