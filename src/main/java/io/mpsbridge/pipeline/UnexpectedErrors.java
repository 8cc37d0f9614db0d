package io.mpsbridge.pipeline;

import io.mpsbridge.input.BoundedNames;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unexpected exceptions of calls. Each counts as a failed call, so it costs its task a backoff, and if all calls fail,
 * polling is held. Each kind is logged once, with its stack. Thread-safe.
 */
final class UnexpectedErrors {

    private static final Logger LOG = LoggerFactory.getLogger(TaskPipeline.class);
    private static final int MOST = 20;

    private final BoundedNames told = new BoundedNames(MOST);

    Answer answer(RuntimeException error) {
        String type = error.getClass().getName();
        if (told.add(type)) {
            LOG.atError().setCause(error).log("a call ended by an exception; its task is asked about again");
        }
        return new Answer(new Verdict.Unavailable("internal-error", "the call ended by " + type, null), null);
    }
}
