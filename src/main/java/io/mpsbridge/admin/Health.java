package io.mpsbridge.admin;

import java.util.List;

/**
 * The answer to a probe.
 *
 * @param ok whether all is well
 * @param reasons why not, or what is worth knowing all the same
 */
public record Health(boolean ok, List<String> reasons) {
    public Health {
        reasons = List.copyOf(reasons);
    }
}
