package io.mpsbridge.kafka;

import java.util.Map;
import java.util.function.UnaryOperator;

/** What became of a transaction. */
sealed interface TransactionResult {

    /** What follows from each. */
    interface Settlement {
        void committed();

        void unknown(String reason);

        void aborted(String reason);

        void setAside(Fault fault, Map<Integer, String> reasons);
    }

    /** Why some of its items do not go into the next one as they are. */
    enum Fault {
        /** Not even a dead letter can be made of it. */
        NO_RECORD,
        /** The partition that it would be written to has no leader. */
        NO_LEADER,
        /** Its record does not fit its topic. */
        TOO_LARGE,
        /** The broker refuses its record, whatever is tried. */
        REFUSED
    }

    void settle(Settlement settlement);

    /** The same, with only those of the blamed that turn out to be too large. */
    default TransactionResult narrowed(UnaryOperator<Map<Integer, String>> culprits) {
        return this;
    }

    /** It is in force. */
    record Committed() implements TransactionResult {
        @Override
        public void settle(Settlement settlement) {
            settlement.committed();
        }
    }

    /** Nobody answered the commit: once the next epoch is open the group's committed offsets tell. */
    record Unknown(String reason) implements TransactionResult {
        @Override
        public void settle(Settlement settlement) {
            settlement.unknown(reason);
        }
    }

    /** It is not in force, and never will be; what is still ours is tried again. */
    record Aborted(String reason) implements TransactionResult {
        @Override
        public void settle(Settlement settlement) {
            settlement.aborted(reason);
        }
    }

    /**
     * It is not in force for the sake of some of its items.
     *
     * @param reasons by their indices; none where all are tried again as they are
     */
    record SetAside(Fault fault, Map<Integer, String> reasons) implements TransactionResult {
        @Override
        public void settle(Settlement settlement) {
            settlement.setAside(fault, reasons);
        }

        @Override
        public TransactionResult narrowed(UnaryOperator<Map<Integer, String>> culprits) {
            return fault == Fault.TOO_LARGE ? new SetAside(fault, culprits.apply(reasons)) : this;
        }
    }
}
