package io.mpsbridge.bench;

import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the contenders have to come back from. */
enum RecoveryRow {
    QUIET("no trouble at all", Mix.HEALTHY, List.of()),
    SERVICE(
            "six service troubles of 5 s",
            Mix.HEALTHY,
            Stream.of(
                            new Effect.HttpStatus(503),
                            new Effect.Reset(),
                            new Effect.ErrorCode("AuthFailure.SignatureFailure", "Refused for a while."),
                            new Effect.Garbage(),
                            new Effect.ErrorCode("InternalError", "An internal error."),
                            new Effect.EmptyBody())
                    .map(effect -> new Episode(2_500, 5_000, true, service(effect)))
                    .toList()),
    RANDOM_FAILURES(
            "20 % of answers fail",
            Mix.HEALTHY, List.of(new Episode(0, 0, false, new Trouble() {
                @Override
                public void begin(Testbed testbed, List<Testbed.Lane> lanes) {
                    Effect failure = new Effect.ErrorCode("InternalError", "One in five.");
                    lanes.forEach(lane ->
                            lane.simulator().faults().add(Fault.of(failure).withProbability(0.2)));
                }

                @Override
                public void end(Testbed testbed, List<Testbed.Lane> lanes) {
                    // It never ends.
                }
            }))),
    HANGS(
            "two hangs of 8 s",
            Mix.HEALTHY,
            Collections.nCopies(2, new Episode(15_000, 8_000, true, service(new Effect.Silence())))),
    BROKER(
            "broker killed three times",
            Mix.HEALTHY,
            Collections.nCopies(3, new Episode(8_000, 1_000, true, new Trouble() {
                @Override
                public void begin(Testbed testbed, List<Testbed.Lane> lanes) {
                    testbed.killBroker();
                }

                @Override
                public void end(Testbed testbed, List<Testbed.Lane> lanes) {
                    testbed.startBroker();
                }
            }))),
    KILL("kill -9 three times", Mix.HEALTHY, Collections.nCopies(3, new Episode(12_000, 0, true, new Trouble() {
        @Override
        public void begin(Testbed testbed, List<Testbed.Lane> lanes) {
            lanes.forEach(Testbed.Lane::killAndStart);
        }

        @Override
        public void end(Testbed testbed, List<Testbed.Lane> lanes) {
            // The contender's own start ends it.
        }
    }))),
    OWN_TROUBLE("one task in ten in trouble", Mix.TROUBLED, List.of()),
    FOREIGN_IDS("one id in ten foreign", Mix.FOREIGN, List.of());

    /** Something that goes wrong for all contenders alike. */
    interface Trouble {
        void begin(Testbed testbed, List<Testbed.Lane> lanes);

        /** Returns when it is over. */
        void end(Testbed testbed, List<Testbed.Lane> lanes);
    }

    /**
     * One trouble.
     *
     * @param pauseMillis from the end of the one before
     * @param lengthMillis from its beginning to the beginning of its end
     * @param ends whether it ever does
     */
    record Episode(int pauseMillis, int lengthMillis, boolean ends, Trouble trouble) {}

    /** Every tenth task of the load. */
    enum Mix {
        HEALTHY,
        TROUBLED,
        FOREIGN
    }

    private static final List<String> OWN_TROUBLES = List.of(
            "InternalError",
            "http-503",
            "AuthFailure.UnauthorizedOperation",
            "garbage",
            "LimitExceeded",
            "empty",
            "FailedOperation.TaskNotFound",
            "no-urls",
            "contradiction",
            "NobodyKnows.This",
            "reset",
            "status-TIMEOUT");

    private final String label;
    private final Mix mix;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of and the like, of troubles without a state
    private final List<Episode> episodes;

    RecoveryRow(String label, Mix mix, List<Episode> episodes) {
        this.label = label;
        this.mix = mix;
        this.episodes = episodes;
    }

    /** Those of {@code -Dbench.rows=service,kill,…}, else all; in their order. */
    static List<RecoveryRow> chosen() {
        List<String> names = List.of(System.getProperty("bench.rows", "").split(","));
        List<RecoveryRow> chosen = Arrays.stream(values())
                .filter(each -> names.contains(each.id()))
                .toList();
        return chosen.isEmpty() ? List.of(values()) : chosen;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String label() {
        return label;
    }

    List<Episode> episodes() {
        return episodes;
    }

    /** Whether the task of that number, from 0 on, is one that nobody can answer well. */
    boolean isOdd(int number) {
        return mix != Mix.HEALTHY && number % 10 == 9;
    }

    /** The id of an odd task, of the id that it would have if it were well. */
    String oddId(int number, String healthy) {
        return mix == Mix.FOREIGN
                ? "4-AigcImage-foreign-" + number
                : healthy + ";trouble=" + OWN_TROUBLES.get(number / 10 % OWN_TROUBLES.size());
    }

    private static Trouble service(Effect effect) {
        return new Trouble() {
            @Override
            public void begin(Testbed testbed, List<Testbed.Lane> lanes) {
                lanes.forEach(lane -> lane.simulator().faults().add(Fault.of(effect)));
            }

            @Override
            public void end(Testbed testbed, List<Testbed.Lane> lanes) {
                lanes.forEach(lane -> lane.simulator().faults().clear());
            }
        };
    }
}
