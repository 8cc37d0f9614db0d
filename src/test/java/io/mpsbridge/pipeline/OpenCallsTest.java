package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OpenCallsTest {

    @Test
    void aPipelineAloneMayHaveAll() {
        OpenCalls calls = new OpenCalls(16);
        OpenCalls.Share alone = calls.share();
        calls.share();

        assertThat(fill(alone)).isEqualTo(16);
    }

    @Test
    void onePipelineWhoseCallsHangLeavesTheOthersRoom() {
        OpenCalls calls = new OpenCalls(16);
        OpenCalls.Share hanging = calls.share();
        OpenCalls.Share other = calls.share();
        other.opened();
        other.closed();

        assertThat(fill(hanging)).isEqualTo(14);
        assertThat(fill(other)).isEqualTo(2);
        hanging.closed();
        assertThat(hanging.hasRoom()).as("has more than its share").isFalse();
        assertThat(other.hasRoom()).as("has less").isTrue();
    }

    @Test
    void aPipelineThatWasWokenForNothingPassesTheRoomOn() {
        OpenCalls calls = new OpenCalls(1);
        OpenCalls.Share busy = calls.share();
        OpenCalls.Share idle = calls.share();
        OpenCalls.Share waiting = calls.share();
        List<String> woken = new ArrayList<>();
        idle.onWake(() -> {
            woken.add("idle");
            idle.woken();
        });
        waiting.onWake(() -> {
            woken.add("waiting");
            waiting.opened();
            waiting.woken();
        });
        busy.opened();
        assertThat(idle.hasRoom()).isFalse();
        assertThat(waiting.hasRoom()).isFalse();

        busy.closed();

        assertThat(woken).containsExactly("idle", "waiting");
    }

    /** Each number is a pipeline: it opens a call if it may, and else the oldest open call of all ends. */
    @Property
    void neverMoreThanThereMayBeAndNobodyIsForgotten(
            @ForAll @IntRange(min = 1, max = 12) int most,
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 4) Integer> wishes) {
        OpenCalls calls = new OpenCalls(most);
        List<Pipeline> pipelines = new ArrayList<>();
        Deque<Pipeline> open = new ArrayDeque<>();
        for (int i = 0; i <= 4; i++) {
            pipelines.add(new Pipeline(calls.share(), open));
        }

        for (int wish : wishes) {
            pipelines.get(wish).wanted++;
            pipelines.get(wish).look();
            assertThat(open).hasSizeLessThanOrEqualTo(most);
        }
        while (!open.isEmpty()) {
            open.remove().share.closed();
            assertThat(open).hasSizeLessThanOrEqualTo(most);
        }

        assertThat(pipelines).allSatisfy(pipeline -> assertThat(pipeline.wanted).isZero());
    }

    private static int fill(OpenCalls.Share share) {
        int opened = 0;
        while (share.hasRoom()) {
            share.opened();
            opened++;
        }
        return opened;
    }

    private static final class Pipeline {
        private final OpenCalls.Share share;
        private final Deque<Pipeline> open;
        private int wanted;

        Pipeline(OpenCalls.Share share, Deque<Pipeline> open) {
            this.share = share;
            this.open = open;
            share.onWake(() -> {
                look();
                share.woken();
            });
        }

        void look() {
            while (wanted > 0 && share.hasRoom()) {
                wanted--;
                open.add(this);
                share.opened();
            }
        }
    }
}
