package io.mpsbridge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.limit.QuotaStatus;
import io.mpsbridge.pipeline.BreakerPosition;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.pipeline.ScopeStatus;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PollingReasonsTest {

    private static final Instant SINCE = Instant.parse("2026-11-23T10:00:00Z");
    private static final Hold REFUSED = new Hold(Hold.Kind.SUSPENDED, "AuthFailure", "no such key", SINCE);
    private static final Hold DOWN = new Hold(Hold.Kind.OUTAGE, "timeout", "no answer", SINCE);
    private static final QuotaScope BRAND_VIDEOS = new QuotaScope("brand-a", TaskKind.VIDEO);

    private static ScopeStatus scope(QuotaScope scope, int tasks, @Nullable Hold hold, Quota.@Nullable Held quota) {
        QuotaStatus share = new QuotaStatus(quota == Quota.Held.NO_SHARE ? 0 : 20, 20, quota, null, 0);
        BreakerPosition breaker = hold == null ? BreakerPosition.CLOSED : BreakerPosition.OPEN;
        return new ScopeStatus(
                scope, new PipelineStatus(tasks, tasks, null, 0, 0, share, hold, null, breaker, null, 0, 0, List.of()));
    }

    private static ScopeStatus answered(QuotaScope scope) {
        PipelineStatus idle = scope(scope, 0, null, null).pipeline();
        return new ScopeStatus(
                scope,
                new PipelineStatus(
                        0, 0, null, 0, 0, idle.quota(), null, null, BreakerPosition.CLOSED, 0L, 0, 0, List.of()));
    }

    private static PollingReasons reasons(ScopeStatus... scopes) {
        return new PollingReasons(List.of(scopes));
    }

    @Test
    void whatIsIdleIsNoReason() {
        PollingReasons reasons = reasons(scope(QuotaScope.DEFAULT, 0, null, null), scope(BRAND_VIDEOS, 0, null, null));

        assertThat(reasons.faults()).isEmpty();
        assertThat(reasons.notes()).isEmpty();
    }

    @Test
    void theOneScopeOfASimpleDeploymentIsNotNamed() {
        PollingReasons reasons =
                reasons(scope(QuotaScope.DEFAULT, 3, REFUSED, null), scope(BRAND_VIDEOS, 0, null, null));

        assertThat(reasons.faults())
                .containsExactly("polling is suspended since " + SINCE + ": AuthFailure: no such key");
    }

    @Test
    void aReplicaIsReadyWhileOneScopeWorksAndSaysWhichDoesNot() {
        PollingReasons reasons =
                reasons(scope(QuotaScope.DEFAULT, 3, null, null), scope(BRAND_VIDEOS, 3, REFUSED, null));

        assertThat(reasons.faults()).isEmpty();
        assertThat(reasons.notes())
                .containsExactly(
                        "account brand-a, video: polling is suspended since " + SINCE + ": AuthFailure: no such key");
    }

    @Test
    void aReplicaIsNotReadyWhenNoScopeThatHasTasksWorks() {
        PollingReasons reasons = reasons(
                scope(QuotaScope.DEFAULT, 0, null, null),
                scope(BRAND_VIDEOS, 3, REFUSED, null),
                scope(new QuotaScope("brand-b", TaskKind.IMAGE), 3, DOWN, null));

        assertThat(reasons.faults()).singleElement().asString().startsWith("account brand-a, video: ");
        assertThat(reasons.notes()).singleElement().asString().startsWith("account brand-b, image: ");
    }

    @Test
    void anIdleAccountThatMpsHasAnsweredWorksToo() {
        ScopeStatus refused = scope(BRAND_VIDEOS, 3, REFUSED, null);

        assertThat(reasons(answered(QuotaScope.DEFAULT), refused).faults()).isEmpty();
        assertThat(reasons(answered(QuotaScope.DEFAULT), refused).notes()).hasSize(1);
        assertThat(reasons(scope(QuotaScope.DEFAULT, 0, null, null), refused).faults())
                .as("nothing is known of the other")
                .hasSize(1);
        assertThat(reasons(answered(new QuotaScope("brand-a", TaskKind.IMAGE)), refused)
                        .faults())
                .as("another kind of the same account")
                .hasSize(1);
    }

    @Test
    void aScopeWithTasksButWithoutAPermitIsNamed() {
        ScopeStatus starved = scope(BRAND_VIDEOS, 3, null, Quota.Held.NO_SHARE);

        assertThat(reasons(starved).faults()).singleElement().asString().contains("brand-a", "no permit", "standby");
        assertThat(reasons(starved, scope(QuotaScope.DEFAULT, 3, null, null)).notes())
                .hasSize(1);
    }
}
