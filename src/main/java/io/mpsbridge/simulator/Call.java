package io.mpsbridge.simulator;

/**
 * What a describing call says of itself, before its signature is checked.
 *
 * @param action of the account whose secret id it names; of {@link #NOBODY} if there is no such account
 * @param taskId empty if it names none
 */
record Call(AccountAction action, String taskId) {

    /** No account has this name. */
    static final String NOBODY = "";

    Kind kind() {
        return action.kind();
    }
}
