package io.mpsbridge.app;

import io.mpsbridge.config.Settings;
import io.mpsbridge.replay.DeadLetterReader;
import io.mpsbridge.replay.Replay;
import io.mpsbridge.replay.ReplayRequest;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Opens replays and dead letters with the settings of the bridge. */
public final class Replays {

    private Replays() {}

    /**
     * A run of a replay; nothing is read or sent yet.
     *
     * @throws ClientSettingsException if a client cannot be made with these settings
     */
    public static Replay replay(Settings settings, ReplayRequest request) {
        Replay.Clocks clocks = new Replay.Clocks(InstantSource.system(), System::nanoTime);
        return opened(() -> Replay.open(settings.kafka(), settings.pipeline().maxTaskAge(), request, clocks));
    }

    /**
     * The dead letters; nothing is read yet.
     *
     * @throws ClientSettingsException if a client cannot be made with these settings
     */
    public static DeadLetterReader letters(Settings settings) {
        return opened(() -> DeadLetterReader.open(settings.kafka(), System::nanoTime));
    }

    private static <T> T opened(Supplier<T> open) {
        try {
            return open.get();
        } catch (KafkaException e) {
            throw ClientSettingsException.of(e);
        }
    }
}
