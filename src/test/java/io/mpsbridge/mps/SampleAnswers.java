package io.mpsbridge.mps;

import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import java.nio.charset.StandardCharsets;

/** Answers of MPS, read from their bytes as the client does: for benchmarks. */
public final class SampleAnswers {

    private static final byte[] RUN = Peer.RUN.getBytes(StandardCharsets.UTF_8);

    private final AnswerReader reader = new AnswerReader("http://127.0.0.1", TaskKind.IMAGE);

    /** One that says that a task runs. */
    public Verdict run() {
        return reader.read(200, RUN);
    }
}
