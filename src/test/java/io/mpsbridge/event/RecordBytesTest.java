package io.mpsbridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

class RecordBytesTest {
    @Property(tries = 500)
    void theSizeIsTheClientsOwn(
            @ForAll("fields") byte[] key,
            @ForAll("fields") byte[] value,
            @ForAll("headers") List<RecordHeader> headers) {
        Header[] kafkas = headers.stream()
                .map(header -> new org.apache.kafka.common.header.internals.RecordHeader(header.name(), header.value()))
                .toArray(Header[]::new);

        assertThat(new OutboundRecord("t", key, value, headers).batchBytes())
                .isEqualTo(AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE, Compression.NONE.type(), key, value, kafkas));
    }

    @Provide
    Arbitrary<byte[]> fields() {
        return Arbitraries.of(0, 1, 63, 64, 8191, 8192, 1 << 20)
                .map(size -> new byte[size])
                .injectNull(0.1);
    }

    @Provide
    Arbitrary<List<RecordHeader>> headers() {
        Arbitrary<byte[]> values = Arbitraries.integers().between(0, 200).map(size -> new byte[size]);
        return Combinators.combine(Arbitraries.strings().ofMaxLength(100), values.injectNull(0.1))
                .as(RecordHeader::new)
                .list()
                .ofMaxSize(70);
    }
}
