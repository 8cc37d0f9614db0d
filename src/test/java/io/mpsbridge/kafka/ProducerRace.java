package io.mpsbridge.kafka;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.testing.Interleavings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/**
 * Invariant T5: the transaction thread opens a producer while the loop gives up, or leaves for good. What was given up
 * is open again only with another producer; none is left open in the end.
 */
public final class ProducerRace implements Runnable {

    @Override
    public void run() {
        reopen();
        leave();
    }

    private static void reopen() {
        List<ScriptedProducer> made = new ArrayList<>();
        OutcomeWriter writer = writer(made, false);
        Interleavings.together(
                () -> {
                    writer.open();
                    writer.open();
                },
                writer::giveUp);
        end(writer, made);
    }

    static void end(OutcomeWriter writer, List<ScriptedProducer> made) {
        check(!writer.isOpen() || !last(made).isClosed(), "T5: counts as open though it was given up");
        writer.close();
        check(made.stream().allMatch(ScriptedProducer::isClosed), "T5: a producer was left open");
    }

    private static void leave() {
        List<ScriptedProducer> made = new ArrayList<>();
        OutcomeWriter writer = writer(made, false);
        Interleavings.together(writer::open, writer::close);
        check(made.stream().allMatch(ScriptedProducer::isClosed), "T5: a producer was left open");
        check(!writer.open(), "T5: opened after the end");
    }

    static OutcomeWriter writer(List<ScriptedProducer> made, boolean groupMovedOn) {
        return new OutcomeWriter(() -> opened(made, groupMovedOn), Duration.ofSeconds(15), () -> 0, new LoopCounts());
    }

    private static Producer<byte[], byte[]> opened(List<ScriptedProducer> made, boolean groupMovedOn) {
        ScriptedProducer producer = new ScriptedProducer(groupMovedOn);
        made.add(producer);
        return producer;
    }

    static ScriptedProducer last(List<ScriptedProducer> made) {
        return made.get(made.size() - 1);
    }
}
