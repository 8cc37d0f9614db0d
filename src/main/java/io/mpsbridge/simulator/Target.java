package io.mpsbridge.simulator;

import java.util.Optional;

/**
 * Which describing calls a fault hits: those that meet all of this.
 *
 * @param prefix of the task id; empty: any
 * @param account the name of the account whose secret id the call names, whoever signed it; absent: any
 * @param kind of its action; absent: any
 */
public record Target(String prefix, Optional<String> account, Optional<Kind> kind) {

    /** Every call. */
    public static final Target ALL = new Target("", Optional.empty(), Optional.empty());

    boolean includes(Call call) {
        return call.taskId().startsWith(prefix)
                && account.map(name -> name.equals(call.action().account())).orElse(true)
                && kind.map(wanted -> wanted == call.kind()).orElse(true);
    }
}
