package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnreadablePartitionSearchTest {

    private final UnreadablePartitionSearch search = new UnreadablePartitionSearch();

    @Property
    void eachPartitionThatFailsIsFoundAndNoOtherWithinTwicePollsPerSuspect(
            @ForAll @IntRange(min = 1, max = 60) int partitions,
            @ForAll Set<@IntRange(min = 0, max = 59) Integer> bad) {
        Set<TopicPartition> all = partitions(partitions);
        Set<TopicPartition> broken =
                all.stream().filter(each -> bad.contains(each.partition())).collect(Collectors.toSet());
        search.start(Set.of(), all, 0);

        Set<TopicPartition> found = new HashSet<>();
        int polls = 0;
        for (long now = 0; search.isOn(); now += UnreadablePartitionSearch.TRIAL_NANOS, polls++) {
            Set<TopicPartition> tried = search.tried();
            if (tried.stream().anyMatch(broken::contains)) {
                search.failed(now).ifPresent(found::add);
            } else {
                search.quiet(Set.of(), now + UnreadablePartitionSearch.TRIAL_NANOS);
            }
        }

        assertThat(found).isEqualTo(broken);
        assertThat(polls).isLessThanOrEqualTo(2 * partitions + 1);
    }

    @Test
    void aPartitionIsWellOnceItWasReadOrNothingFailedForLongerThanAFetch() {
        search.start(Set.of(), partitions(2), 0);
        search.quiet(Set.of(), UnreadablePartitionSearch.TRIAL_NANOS);
        search.quiet(Set.of(partition(0)), UnreadablePartitionSearch.TRIAL_NANOS + 1);

        assertThat(search.tried()).containsExactly(partition(1));
        search.quiet(Set.of(), 2 * UnreadablePartitionSearch.TRIAL_NANOS - 1);
        assertThat(search.isOn()).isTrue();
        search.quiet(Set.of(), 2 * UnreadablePartitionSearch.TRIAL_NANOS);
        assertThat(search.isOn()).isFalse();
    }

    @Test
    void whatWasInTroubleBeforeIsTriedAloneAndFirst() {
        search.start(List.of(partition(7)), partitions(3), 0);

        assertThat(search.isNobodys()).isTrue();
        search.quiet(Set.of(), UnreadablePartitionSearch.TRIAL_NANOS);
        assertThat(search.failed(UnreadablePartitionSearch.TRIAL_NANOS)).isEqualTo(Optional.of(partition(7)));
        assertThat(search.tried()).isEqualTo(partitions(3));
    }

    private static Set<TopicPartition> partitions(int count) {
        return IntStream.range(0, count)
                .mapToObj(UnreadablePartitionSearchTest::partition)
                .collect(Collectors.toSet());
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("task-created", number);
    }
}
