package io.mpsbridge.replay;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, to tell all of it at once. */
final class RequestRules {
    private final List<InvalidRequestException> broken = new ArrayList<>();

    /** @param problem follows the field's name */
    void require(boolean holds, RequestField field, String problem, Object... arguments) {
        if (!holds) {
            broken.add(new InvalidRequestException(field, problem, arguments));
        }
    }

    /** Throws {@link InvalidRequestException} if a rule is broken. */
    void enforce() {
        if (!broken.isEmpty()) {
            throw broken.size() == 1 ? broken.get(0) : new InvalidRequestException(broken);
        }
    }
}
