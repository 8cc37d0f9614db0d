package io.mpsbridge.pipeline;

import io.mpsbridge.task.QuotaScope;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once why polling is held, and once that it resumes; not again for a relapse into the same problem. */
final class HoldLog {

    private static final Logger LOG = LoggerFactory.getLogger(TaskPipeline.class);
    private static final int MOST = 20;

    private final QuotaScope scope;
    private final Set<String> told = new HashSet<>();

    HoldLog(QuotaScope scope) {
        this.scope = scope;
    }

    void look(BreakerPosition state, @Nullable Hold hold) {
        if (hold != null && told.size() < MOST && told.add(hold.kind() + " " + hold.code())) {
            LOG.atWarn()
                    .addKeyValue("account", scope.accountName())
                    .addKeyValue("kind", scope.kind().label())
                    .addKeyValue("hold", hold.kind())
                    .addKeyValue("code", hold.code())
                    .addKeyValue("reason", hold.message())
                    .log("polling is held, single probes go on; no task fails for this");
        } else if (state == BreakerPosition.CLOSED && !told.isEmpty()) {
            told.clear();
            LOG.atInfo()
                    .addKeyValue("account", scope.accountName())
                    .addKeyValue("kind", scope.kind().label())
                    .log("polling flows again");
        }
    }
}
