package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.poll.PollSettings.Policy;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class BackoffPlanTest extends PlanContract {

    @Override
    Policy policy() {
        return Policy.BACKOFF;
    }

    @Property
    void pausesGrowExponentiallyUpToTheLongest(@ForAll int number) {
        List<Long> pauses = pauses(number);
        for (int k = 0; k < pauses.size(); k++) {
            double whole = Math.min(60.0, Math.pow(1.6, k)) * SECOND;
            assertThat((double) pauses.get(k)).isBetween(Math.max(SECOND, 0.8 * whole) - 1, whole + 1);
        }
    }

    @Example
    void theSameTaskHasTheSamePausesAndAnotherHasOthers() {
        assertThat(pauses(5)).isEqualTo(pauses(5)).isNotEqualTo(pauses(6));
    }

    @Property
    void aTaskThatComesWithAnAgeIsAskedAboutWithinThePauseThatBelongsToIt(
            @ForAll @IntRange(min = 2, max = 100_000) int ageSeconds) {
        PollPlan<String> plan = Plans.of(settings(), 20);
        PlanEntry<String> task = entry(ageSeconds, START - ageSeconds * SECOND);
        plan.add(task, START);
        // The pause under way at an age a lasts at most 0.6 a + 1 s if every one before it was kept.
        long pause = Math.min(60 * SECOND, (long) ((0.6 * ageSeconds + 1) * SECOND) + 1);
        assertThat(plan.waitNanos(START)).isBetween(0L, pause);
    }

    @Example
    void tasksThatComeTogetherAfterARestartAreSpreadOverTheirPause() {
        PollPlan<String> plan = Plans.of(settings(), 20);
        for (int i = 0; i < 6_000; i++) {
            plan.add(entry(i, START - 3_600 * SECOND), START);
        }
        int asked = 0;
        while (plan.waitNanos(START + SECOND) == 0) {
            plan.take(START + SECOND);
            asked++;
        }
        assertThat(asked).isBetween(50, 160);
    }

    private List<Long> pauses(int number) {
        PollPlan<String> plan = Plans.of(settings(), 20);
        PlanEntry<String> task = entry(number, START);
        plan.add(task, START);
        List<Long> pauses = new ArrayList<>();
        long now = START;
        for (int k = 0; k < 14; k++) {
            long pause = plan.waitNanos(now);
            pauses.add(pause);
            now += pause;
            plan.take(now);
            plan.unfinished(task, Phase.UNKNOWN, now, now);
        }
        return pauses;
    }
}
