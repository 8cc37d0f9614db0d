package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.poll.PollSettings.Policy;
import net.jqwik.api.Example;

final class AdaptivePlanTest extends PlanContract {

    private final PollPlan<String> plan = Plans.of(settings());

    @Override
    Policy policy() {
        return Policy.ADAPTIVE;
    }

    @Example
    void theTaskThatWasNotAskedAboutForLongestComesFirst() {
        PlanEntry<String> young = entry(1, START);
        PlanEntry<String> old = entry(2, START - 50 * SECOND);
        plan.add(young, START);
        plan.add(old, START);
        long now = START + SECOND;
        assertThat(plan.take(now)).isSameAs(old);
        plan.unfinished(old, now, now);
        assertThat(plan.take(now)).isSameAs(young);
        plan.unfinished(young, now, now);
        assertThat(plan.waitNanos(now)).isEqualTo(SECOND);
        assertThat(plan.take(now + SECOND)).isSameAs(old);
    }
}
