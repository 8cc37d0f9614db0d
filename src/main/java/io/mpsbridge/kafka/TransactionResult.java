package io.mpsbridge.kafka;

import java.util.Map;
import java.util.function.UnaryOperator;

sealed interface TransactionResult {

    /** What follows from each result. */
    interface Settlement {
        void committed();

        void unknown(String reason);

        void aborted(String reason);

        void setAside(Fault fault, Map<Integer, String> reasons);
    }

    /** Why an output does not go into the next transaction as it is. */
    enum Fault {
        /** Not even a dead letter can be made of it. */
        NO_RECORD,
        /** Its output partition has no leader. */
        NO_LEADER,
        /** Its record does not fit its topic. */
        TOO_LARGE,
        /** The broker refuses its record permanently. */
        REFUSED
    }

    void settle(Settlement settlement);

    /** The same, with only those of the blamed that are in fact too large. */
    default TransactionResult narrowed(UnaryOperator<Map<Integer, String>> culprits) {
        return this;
    }

    record Committed() implements TransactionResult {
        @Override
        public void settle(Settlement settlement) {
            settlement.committed();
        }
    }

    /** The commit was not answered: once the next epoch is open, the group's committed offsets tell. */
    record Unknown(String reason) implements TransactionResult {
        @Override
        public void settle(Settlement settlement) {
            settlement.unknown(reason);
        }
    }

    /** Not committed, and never will be; what is still ours is retried. */
    record Aborted(String reason) implements TransactionResult {
        @Override
        public void settle(Settlement settlement) {
            settlement.aborted(reason);
        }
    }

    /**
     * Not committed because of some of its outputs.
     *
     * @param reasons by index; none if all are retried as they are
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
