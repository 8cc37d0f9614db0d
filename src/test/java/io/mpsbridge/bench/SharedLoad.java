package io.mpsbridge.bench;

import io.mpsbridge.limit.Shares;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A quota of {@value Simulation#LIMIT} divided among replicas, by the partitions that each owns: tasks are spread over
 * the partitions by chance, with a part of them in one partition, and each replica has a plan of its own that learns
 * from its own tasks alone.
 */
final class SharedLoad {

    static final String HEAD = String.format(
            "%n%10s %9s %9s %14s %8s %14s", "tasks/s", "replicas", "hot", "shares", "mean s", "slowest one's");

    private static final int PARTITIONS = 20;
    private static final Simulation.Span SPAN = new Simulation.Span(1_800, 5_400);

    private SharedLoad() {}

    private record Part(int share, List<Arrival> arrivals, Simulation.Result result) {
        double mean() {
            return result.mean();
        }

        long counted() {
            return arrivals.stream()
                    .filter(each ->
                            each.endsAt() >= Arrivals.nanos(SPAN.from()) && each.endsAt() < Arrivals.nanos(SPAN.to()))
                    .count();
        }
    }

    /** Takes tasks per second, the number of replicas, and the part of the tasks that is all in one partition. */
    public static void main(String[] arguments) {
        double rate = Double.parseDouble(arguments[0]);
        int replicas = Integer.parseInt(arguments[1]);
        double hot = Double.parseDouble(arguments[2]);
        List<Arrival> all = Arrivals.draw(Load.of("shared", rate, new Lifetime.LogNormal(30, 0.5)), 0, SPAN.to(), 1);
        List<Part> parts = IntStream.range(0, replicas)
                .mapToObj(replica -> part(owned(replica, replicas), hot, all))
                .toList();
        long counted = parts.stream().mapToLong(Part::counted).sum();
        System.out.printf(
                Locale.ROOT,
                "%10.0f %9d %9.2f %14s %8.2f %14.2f%n",
                rate,
                replicas,
                hot,
                parts.stream()
                        .map(part -> String.valueOf(part.share()))
                        .distinct()
                        .collect(Collectors.joining(" or ")),
                parts.stream().mapToDouble(part -> part.mean() * part.counted()).sum() / counted,
                parts.stream().mapToDouble(Part::mean).max().orElseThrow());
    }

    private static Set<Integer> owned(int replica, int replicas) {
        return IntStream.range(0, PARTITIONS)
                .filter(partition -> partition % replicas == replica)
                .boxed()
                .collect(Collectors.toSet());
    }

    private static Part part(Set<Integer> owned, double hot, List<Arrival> all) {
        int share = Shares.of(owned, PARTITIONS, Simulation.LIMIT);
        List<Arrival> arrivals = all.stream()
                .filter(arrival -> owned.contains(partition(arrival.id(), hot)))
                .toList();
        return new Part(
                share,
                arrivals,
                Simulation.run(
                        Policy.adaptive(share).plan().get(),
                        share,
                        arrivals,
                        SPAN,
                        new Simulation.Told(Simulation.Phases.TOLD, Hints.none())));
    }

    /** As by a hash of its key; the hot one is the first. */
    private static int partition(int id, double hot) {
        SplittableRandom random = new SplittableRandom(id);
        return random.nextDouble() < hot ? 0 : random.nextInt(PARTITIONS);
    }
}
