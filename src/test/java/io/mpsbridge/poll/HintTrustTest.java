package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.poll.PollSettings.Policy;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;

final class HintTrustTest {

    private static final long SECOND = 1_000_000_000L;
    private static final PollSettings SETTINGS =
            new PollSettings(Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);

    private final HintTrust trust = new HintTrust();

    @Example
    void hintsThatAreRightMoreOftenThanChanceAreTrusted() {
        for (int i = 0; i < 500; i++) {
            trust.right(0.3);
        }
        assertThat(trust.right(0.3)).isGreaterThan(0.95);
    }

    @Example
    void hintsThatAreRightByChanceAreNot() {
        Random random = new Random(1);
        for (double chance : new double[] {0.05, 0.5, 0.9}) {
            HintTrust byChance = new HintTrust();
            for (int i = 0; i < 5_000; i++) {
                if (random.nextDouble() < chance) {
                    byChance.right(chance);
                } else {
                    byChance.wrong();
                }
            }
            assertThat(byChance.right(chance)).as("right in %s", chance).isLessThan(0.05);
        }
    }

    @Example
    void trustThatIsLostComesBack() {
        for (int i = 0; i < 1_000; i++) {
            trust.wrong();
        }
        for (int i = 0; i < 2_000; i++) {
            trust.right(0.3);
        }
        assertThat(trust.right(0.3)).isGreaterThan(0.95);
    }

    /** Each is polled at an age of 5 s, in vain, and then once more, half a second after its end. */
    @Example
    void anEndThatAHintToldIsLearnedForWhenItWas() {
        Survival learned = learned(true);
        assertThat(learned.quantile(0.5) / SECOND).isCloseTo(20, within(2.0));
        assertThat(learned.quantile(0.1) / SECOND).isCloseTo(17.4, within(2.5));
        assertThat(learned(false).quantile(0.1) / SECOND).as("as if by chance").isLessThan(12);
    }

    private static Survival learned(boolean hinted) {
        TaskTimes times = new TaskTimes(SETTINGS);
        PollPlan<Integer> plan = new HintedFirstPlan<>(new AdaptivePlan<>(SETTINGS, times), 20, SETTINGS.minInterval());
        Random random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            long born = 100L * i * SECOND;
            long end = born + (long) ((20 + 2 * random.nextGaussian()) * SECOND);
            plan.add(new PlanEntry<>(i, "model", born, i, false), born);
            PlanEntry<Integer> task = plan.take(born + 5 * SECOND);
            plan.unfinished(task, Phase.UNKNOWN, born + 5 * SECOND, born + 5 * SECOND);
            if (hinted) {
                plan.hint(task, end);
            }
            plan.ended(plan.take(end + SECOND / 2), end + SECOND / 2, end + SECOND / 2);
        }
        return times.lifetime("model");
    }
}
