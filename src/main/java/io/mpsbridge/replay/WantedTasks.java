package io.mpsbridge.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The task ids that a selection names, and which of them have been met. Used by one thread. */
final class WantedTasks {
    private final Set<String> wanted;
    private final Set<String> unmet;

    WantedTasks(Set<String> wanted) {
        this.wanted = wanted;
        this.unmet = new HashSet<>(wanted);
    }

    /** Whether the selection takes this task; without ids it takes all. */
    boolean takes(String taskId) {
        unmet.remove(taskId);
        return wanted.isEmpty() || wanted.contains(taskId);
    }

    int unmetCount() {
        return unmet.size();
    }

    /** The first in order. */
    List<String> unmet() {
        return new TreeSet<>(unmet).stream().limit(Unsent.MOST).toList();
    }
}
