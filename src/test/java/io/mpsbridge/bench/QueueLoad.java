package io.mpsbridge.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Tasks that a service queues: it makes at most {@code slots} of them at a time. A steady stream, and a batch now and
 * then that comes within {@code batchSeconds}. Times in seconds.
 *
 * @param model of all its tasks
 * @param order in which waiting tasks start
 * @param jitter by how much the times that tasks say they were submitted are too early, at most
 * @param halvedAfter from then on there are half the slots; 0 for never
 */
record QueueLoad(
        String model,
        int slots,
        double rate,
        int batch,
        double every,
        double batchSeconds,
        Lifetime run,
        Order order,
        double jitter,
        double halvedAfter) {

    /** Which of the tasks that wait starts next. */
    enum Order {
        FIRST_COME,
        RANDOM,
        /** One time in ten any of the next fifty, else the first. */
        NEARBY,
        /** One time in ten any task, else the first. */
        OVERTAKING,
        /** One task in ten comes before all others. */
        PRIORITY
    }

    private static final double ONE_IN = 0.1;
    private static final int NEAR = 50;

    static QueueLoad of(int slots, double rate, int batch, double every, Lifetime run) {
        return new QueueLoad("a", slots, rate, batch, every, 1, run, Order.FIRST_COME, 0, 0);
    }

    QueueLoad withModel(String other) {
        return new QueueLoad(other, slots, rate, batch, every, batchSeconds, run, order, jitter, halvedAfter);
    }

    QueueLoad withOrder(Order other) {
        return new QueueLoad(model, slots, rate, batch, every, batchSeconds, run, other, jitter, halvedAfter);
    }

    /** Batches that take half a minute to submit, with clocks that differ. */
    QueueLoad withJitter(double most) {
        return new QueueLoad(model, slots, rate, batch, every, 30, run, order, most, halvedAfter);
    }

    QueueLoad halvedAfter(double seconds) {
        return new QueueLoad(model, slots, rate, batch, every, batchSeconds, run, order, jitter, seconds);
    }

    /** The tasks that arrive before {@code to}, with their starts and ends, in order; the same for the same seed. */
    List<Arrival> draw(double to, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> created = created(to, random);
        double[] starts = new double[created.size()];
        double[] ends = new double[created.size()];
        serve(created, starts, ends, random);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            long createdAt = Arrivals.nanos(created.get(i));
            long bornAt = createdAt - Arrivals.nanos(jitter * random.nextDouble());
            arrivals.add(new Arrival(
                    random.nextInt(), model, createdAt, bornAt, Arrivals.nanos(starts[i]), Arrivals.nanos(ends[i])));
        }
        return arrivals;
    }

    private List<Double> created(double to, SplittableRandom random) {
        List<Double> created = new ArrayList<>();
        for (double at = pause(random); at < to; at += pause(random)) {
            created.add(at);
        }
        for (double from = every / 2; batch > 0 && from < to; from += every) {
            for (int i = 0; i < batch; i++) {
                created.add(from + batchSeconds * i / batch);
            }
        }
        created.sort(Comparator.naturalOrder());
        return created;
    }

    private double pause(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble()) / rate;
    }

    private void serve(List<Double> created, double[] starts, double[] ends, SplittableRandom random) {
        PriorityQueue<Double> busy = new PriorityQueue<>();
        List<Integer> queue = new ArrayList<>();
        int next = 0;
        while (next < starts.length || !queue.isEmpty()) {
            boolean arrives = next < starts.length && (busy.isEmpty() || created.get(next) <= busy.peek());
            double now = arrives ? created.get(next) : busy.remove();
            if (arrives) {
                boolean first = order == Order.PRIORITY && random.nextDouble() < ONE_IN;
                queue.add(first ? 0 : queue.size(), next++);
            }
            while (busy.size() < slotsAt(now) && !queue.isEmpty()) {
                int task = queue.remove(pick(queue.size(), random));
                starts[task] = now;
                ends[task] = now + run.draw(random);
                busy.add(ends[task]);
            }
        }
    }

    private int slotsAt(double seconds) {
        return halvedAfter > 0 && seconds > halvedAfter ? slots / 2 : slots;
    }

    private int pick(int waiting, SplittableRandom random) {
        return switch (order) {
            case FIRST_COME, PRIORITY -> 0;
            case RANDOM -> random.nextInt(waiting);
            case NEARBY -> random.nextDouble() < ONE_IN ? random.nextInt(Math.min(NEAR, waiting)) : 0;
            case OVERTAKING -> random.nextDouble() < ONE_IN ? random.nextInt(waiting) : 0;
        };
    }
}
