package io.mpsbridge.simulator;

/**
 * The describing action of one kind as called by one account. Each has a quota and queues of its own, as in the
 * service.
 *
 * @param account its name
 */
public record AccountAction(String account, Kind kind) {

    @Override
    public String toString() {
        return kind.describeAction() + " of " + account;
    }
}
