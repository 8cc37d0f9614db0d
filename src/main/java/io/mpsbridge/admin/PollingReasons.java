package io.mpsbridge.admin;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.pipeline.ScopeStatus;
import io.mpsbridge.task.QuotaScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds polling, by account and kind. A replica is ready while one pipeline works: a restart helps no other. */
final class PollingReasons {

    private final List<ScopeStatus> inUse;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    PollingReasons(List<ScopeStatus> scopes) {
        this.inUse = scopes.stream().filter(ScopeStatus::isInUse).toList();
        Set<String> held = inUse.stream()
                .filter(each -> each.pipeline().hold() != null)
                .map(each -> each.scope().accountName())
                .collect(Collectors.toSet());
        boolean works = inUse.stream().anyMatch(PollingReasons::works)
                || scopes.stream()
                        .anyMatch(each ->
                                hasWorked(each) && !held.contains(each.scope().accountName()));
        for (ScopeStatus each : inUse) {
            Hold hold = each.pipeline().hold();
            if (hold != null) {
                boolean ours = hold.kind() != Hold.Kind.OUTAGE;
                (ours && !works ? faults : notes).add(name(each.scope()) + text(hold));
            } else if (!works(each)) {
                (works ? notes : faults)
                        .add(name(each.scope()) + "the rate limit has no permit for this replica's share; use fewer"
                                + " replicas or partitions, or bridge.replicas=standby");
            }
        }
    }

    /** Why the replica is not ready. */
    List<String> faults() {
        return faults;
    }

    /** What does not stop the others. */
    List<String> notes() {
        return notes;
    }

    private static boolean works(ScopeStatus scope) {
        return scope.pipeline().hold() == null && scope.pipeline().quota().held() != Quota.Held.NO_SHARE;
    }

    /** MPS has answered it, and nothing is known against it; it has no tasks now. */
    private static boolean hasWorked(ScopeStatus scope) {
        return works(scope) && scope.pipeline().clockOffsetMillis() != null;
    }

    /** Names the scope unless there is only the one that a deployment without accounts and kinds has. */
    private String name(QuotaScope scope) {
        boolean alone = inUse.size() == 1 && scope.equals(QuotaScope.DEFAULT);
        return alone
                ? ""
                : "account " + scope.accountName() + ", " + scope.kind().label() + ": ";
    }

    private static String text(Hold hold) {
        return switch (hold.kind()) {
            case SUSPENDED -> "polling is suspended since " + hold.since() + ": " + hold.code() + ": " + hold.message();
            case CLOCK -> "polling is held since " + hold.since() + ": " + hold.message();
            case OUTAGE ->
                "polling is held since " + hold.since() + ": " + hold.code() + ": " + hold.message()
                        + "; it resumes by itself";
        };
    }
}
