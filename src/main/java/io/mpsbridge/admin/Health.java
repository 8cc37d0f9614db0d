package io.mpsbridge.admin;

import java.util.List;

/**
 * The answer to a probe.
 *
 * @param reasons why it is not ok, or notes if it is
 */
public record Health(boolean ok, List<String> reasons) {
    public Health {
        reasons = List.copyOf(reasons);
    }
}
