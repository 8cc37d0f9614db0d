package io.mpsbridge.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What a replay remembers of the events it has sent. */
class SentOffsetsTest {
    private static final long START = 1_000;

    @Property(tries = 300)
    void eachOffsetReadIsSentOrNotAsItWasWhateverTheOrderOfRunsAndAcrossACommit(
            @ForAll @Size(max = 60) Set<@IntRange(max = 120) Integer> first,
            @ForAll @Size(max = 60) Set<@IntRange(max = 120) Integer> second) {
        SentOffsets offsets = run(SentOffsets.NONE, first);
        offsets = run(SentOffsets.parse(offsets.text(START), START), second);
        offsets = SentOffsets.parse(offsets.text(START), START);

        Set<Integer> all = new TreeSet<>(first);
        all.addAll(second);
        for (int offset = 0; offset <= 120; offset++) {
            assertThat(offsets.has(START + offset)).as("offset " + offset).isEqualTo(all.contains(offset));
            assertThat(offsets.hasExactly(START + offset)).isEqualTo(all.contains(offset));
        }
    }

    /** Every offset from 0 to 120 is read, and those given are sent unless they have been. */
    private static SentOffsets run(SentOffsets before, Set<Integer> sent) {
        SentOffsets offsets = before;
        long passed = -1;
        for (int offset = 0; offset <= 120; offset++) {
            if (offsets.has(START + offset)) {
                continue;
            }
            if (sent.contains(offset)) {
                offsets = offsets.plus(START + offset, passed);
            } else {
                passed = START + offset;
            }
        }
        return offsets;
    }

    @Test
    void markersBetweenEventsCostNothing() {
        SentOffsets offsets = SentOffsets.NONE;
        for (long offset = START; offset < START + 1_000_000; offset += 501) {
            offsets = offsets.plus(offset, -1);
        }

        assertThat(offsets.ranges()).hasSize(1);
        assertThat(offsets.text(START)).hasSizeLessThan(20);
    }

    @Test
    void whatDoesNotFitIsRoundedUpSoThatNothingIsSentTwiceAndSaysThatItIsNotExact() {
        SentOffsets offsets = SentOffsets.NONE;
        for (long offset = START; offset < START + 100_000; offset += 20) {
            offsets = offsets.plus(offset, offset - 1);
        }

        String text = offsets.text(START);
        SentOffsets read = SentOffsets.parse(text, START);

        assertThat(text).hasSizeLessThanOrEqualTo(1_000);
        for (long offset = START; offset < START + 100_000; offset += 20) {
            assertThat(read.has(offset)).isTrue();
        }
        assertThat(read.hasExactly(START)).isFalse();
        assertThat(read.hasExactly(START + 99_980)).isTrue();
        assertThat(read.has(START + 99_979)).isFalse();
    }
}
