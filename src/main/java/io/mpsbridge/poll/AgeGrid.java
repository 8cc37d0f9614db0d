package io.mpsbridge.poll;

/**
 * Ages cut into cells whose width grows with the age: from a tenth of the shortest interval in steps of 5 % to about
 * six million times that, a week where the shortest interval is a second. The last cell has no end.
 */
final class AgeGrid {

    static final int CELLS = 322;

    /** Ratio of neighbouring nodes, as a logarithm. */
    private static final double LOG_STEP = Math.log(1.05);

    private final double[] nodes = new double[CELLS];

    /** @param minInterval nanoseconds */
    AgeGrid(long minInterval) {
        for (int k = 1; k < CELLS; k++) {
            nodes[k] = minInterval / 10.0 * Math.exp((k - 1) * LOG_STEP);
        }
    }

    /** Where a cell begins, in nanoseconds. */
    double node(int cell) {
        return nodes[cell];
    }

    /** Where a cell ends; infinite for the last one. */
    double end(int cell) {
        return cell + 1 < CELLS ? nodes[cell + 1] : Double.POSITIVE_INFINITY;
    }

    /** How wide a cell is; the last one counts as wide as all before it together. */
    double width(int cell) {
        return cell + 1 < CELLS ? nodes[cell + 1] - nodes[cell] : nodes[cell];
    }

    /** The cell that an age belongs to; ages below 0 count as 0. */
    int cellOf(double age) {
        if (age < nodes[1]) {
            return 0;
        }
        int cell = Math.min(CELLS - 1, 1 + (int) (Math.log(age / nodes[1]) / LOG_STEP));
        // The logarithm may be off by a rounding error at a node.
        if (age < nodes[cell]) {
            return cell - 1;
        }
        return age >= end(cell) ? cell + 1 : cell;
    }
}
