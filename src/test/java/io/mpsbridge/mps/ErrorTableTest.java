package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every code that the vendor's pages name, and families with a member that they do not. */
class ErrorTableTest {

    @ParameterizedTest
    @CsvSource({
        "RequestLimitExceeded, THROTTLED",
        "RequestLimitExceeded.UinLimitExceeded, THROTTLED",
        "LimitExceeded.RateLimitExceeded, THROTTLED",
        "LimitExceeded, UNAVAILABLE",
        "LimitExceeded.TooMuch, UNAVAILABLE",
        "InternalError, UNAVAILABLE",
        "InternalError.DBError, UNAVAILABLE",
        "ServiceUnavailable, UNAVAILABLE",
        "ResourceUnavailable, UNAVAILABLE",
        "ResourceUnavailable.X, UNAVAILABLE",
        "ResourceInsufficient, UNAVAILABLE",
        "ResourceInsufficient.X, UNAVAILABLE",
        "ResourceInUse, UNAVAILABLE",
        "ResourceInUse.X, UNAVAILABLE",
        "FailedOperation, UNAVAILABLE",
        "FailedOperation.NetWorkError, UNAVAILABLE",
        "FailedOperation.QueryAIGCTaskFailed, UNAVAILABLE",
        "FailedOperation.TaskNotFound, NOT_FOUND",
        "InvalidParameterValue.TaskId, NOT_FOUND",
        "InvalidParameterValue, NOT_FOUND",
        "InvalidParameterValue.X, NOT_FOUND",
        "InvalidParameter, NOT_FOUND",
        "InvalidParameter.NotFound, NOT_FOUND",
        "InvalidParameter.Id, NOT_FOUND",
        "ResourceNotFound, NOT_FOUND",
        "ResourceNotFound.X, NOT_FOUND",
        "InvalidParameterValue.UserUnRegister, REFUSED",
        "ResourceNotFound.UserUnregister, REFUSED",
        "AuthFailure, REFUSED",
        "AuthFailure.SecretIdNotFound, REFUSED",
        "AuthFailure.SignatureFailure, REFUSED",
        "AuthFailure.SignatureExpire, REFUSED",
        "AuthFailure.TokenFailure, REFUSED",
        "AuthFailure.InvalidSecretId, REFUSED",
        "AuthFailure.MFAFailure, REFUSED",
        "AuthFailure.UnauthorizedOperation, REFUSED",
        "UnauthorizedOperation, REFUSED",
        "UnauthorizedOperation.X, REFUSED",
        "IpInBlacklist, REFUSED",
        "IpNotInWhitelist, REFUSED",
        "FailedOperation.UserArrears, REFUSED",
        "FailedOperation.InvalidMpsUser, REFUSED",
        "FailedOperation.InvalidUser, REFUSED",
        "InvalidAction, REFUSED",
        "NoSuchVersion, REFUSED",
        "NoSuchProduct, REFUSED",
        "UnsupportedRegion, REFUSED",
        "UnsupportedProtocol, REFUSED",
        "MissingParameter, REFUSED",
        "UnknownParameter, REFUSED",
        "InvalidRequest, REFUSED",
        "RequestSizeLimitExceeded, REFUSED",
        "ActionOffline, REFUSED",
        "Surprise.Tomorrow, UNKNOWN"
    })
    void eachCodeMeansWhatTheVendorSays(String code, ErrorTable.Meaning meaning) {
        assertThat(ErrorTable.of(code)).isEqualTo(meaning);
    }
}
