package io.mpsbridge.mps;

import io.mpsbridge.task.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor's error codes say about a task. A code such as {@code AuthFailure.TokenFailure} is looked up whole
 * first, then by the part before its first dot.
 */
final class ErrorTable {

    private static final Map<String, Meaning> BY_CODE = table();

    private ErrorTable() {}

    static Meaning of(String code) {
        Meaning whole = BY_CODE.get(code);
        if (whole != null) {
            return whole;
        }
        int dot = code.indexOf('.');
        return BY_CODE.getOrDefault(dot < 0 ? code : code.substring(0, dot), Meaning.UNKNOWN);
    }

    private static Map<String, Meaning> table() {
        Map<String, Meaning> table = new HashMap<>();
        row(table, Meaning.THROTTLED, "RequestLimitExceeded", "LimitExceeded.RateLimitExceeded");

        row(table, Meaning.UNAVAILABLE, "InternalError", "ServiceUnavailable", "FailedOperation");
        row(table, Meaning.UNAVAILABLE, "ResourceUnavailable", "ResourceInsufficient", "ResourceInUse");
        // A quota on resources, not on the rate.
        row(table, Meaning.UNAVAILABLE, "LimitExceeded");

        row(table, Meaning.REFUSED, "AuthFailure", "UnauthorizedOperation", "IpInBlacklist", "IpNotInWhitelist");
        row(table, Meaning.REFUSED, "FailedOperation.UserArrears");
        row(table, Meaning.REFUSED, "FailedOperation.InvalidMpsUser", "FailedOperation.InvalidUser");
        row(table, Meaning.REFUSED, "InvalidParameterValue.UserUnRegister", "ResourceNotFound.UserUnregister");
        // The bridge is misconfigured, or the API is newer.
        row(table, Meaning.REFUSED, "InvalidAction", "NoSuchVersion", "NoSuchProduct", "ActionOffline");
        row(table, Meaning.REFUSED, "UnsupportedRegion", "UnsupportedProtocol", "MissingParameter", "UnknownParameter");
        row(table, Meaning.REFUSED, "InvalidRequest", "RequestSizeLimitExceeded");

        // Only the id differs between calls, so an invalid parameter is an invalid id.
        row(table, Meaning.NOT_FOUND, "ResourceNotFound", "InvalidParameter", "InvalidParameterValue");
        row(table, Meaning.NOT_FOUND, "FailedOperation.TaskNotFound");
        return Map.copyOf(table);
    }

    private static void row(Map<String, Meaning> table, Meaning meaning, String... codes) {
        for (String code : codes) {
            table.put(code, meaning);
        }
    }

    /** What a code says, and the verdict that follows. */
    enum Meaning {
        /** Too many calls: the task is unaffected. */
        THROTTLED {
            @Override
            Verdict verdict(String code, String message, @Nullable String requestId) {
                return new Verdict.Throttled(code, message, requestId);
            }
        },
        /** The service has a problem. */
        UNAVAILABLE {
            @Override
            Verdict verdict(String code, String message, @Nullable String requestId) {
                return new Verdict.Unavailable(code, message, requestId);
            }
        },
        /** Our credentials, clock, rights, bill, or the request as such. */
        REFUSED {
            @Override
            Verdict verdict(String code, String message, @Nullable String requestId) {
                return new Verdict.Refused(code, message, requestId);
            }
        },
        /** No such task, or an id that cannot be one. */
        NOT_FOUND {
            @Override
            Verdict verdict(String code, String message, @Nullable String requestId) {
                return new Verdict.NotFound(code, message, requestId);
            }
        },
        /** Not known yet: asked again later. */
        UNKNOWN {
            @Override
            Verdict verdict(String code, String message, @Nullable String requestId) {
                return new Verdict.Unavailable(code, message, requestId);
            }
        };

        abstract Verdict verdict(String code, String message, @Nullable String requestId);
    }
}
