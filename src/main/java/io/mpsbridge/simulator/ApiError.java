package io.mpsbridge.simulator;

/** An error as the vendor writes it into {@code Response.Error}. */
record ApiError(String code, String message) {

    static final ApiError SECRET_ID_NOT_FOUND =
            new ApiError("AuthFailure.SecretIdNotFound", "The SecretId is not found. Check that it is correct.");
    static final ApiError SIGNATURE_FAILURE = new ApiError(
            "AuthFailure.SignatureFailure", "The provided credentials could not be validated. Check the signature.");
    static final ApiError SIGNATURE_EXPIRE = new ApiError(
            "AuthFailure.SignatureExpire", "The timestamp and the server's time differ by more than five minutes.");
    static final ApiError TOKEN_FAILURE = new ApiError("AuthFailure.TokenFailure", "The token is missing or wrong.");
    static final ApiError LIMIT_EXCEEDED =
            new ApiError("RequestLimitExceeded", "Your current request times exceed the limit of the action.");
    static final ApiError INSUFFICIENT = new ApiError("ResourceInsufficient", "There is no room for another task.");
    static final ApiError NOT_FOUND =
            new ApiError("FailedOperation.TaskNotFound", "The account has no such task of this kind.");
    static final ApiError INVALID_ACTION = new ApiError("InvalidAction", "The action does not exist.");
    static final ApiError NO_SUCH_VERSION = new ApiError("NoSuchVersion", "The version of the API does not exist.");
    static final ApiError UNSUPPORTED_PROTOCOL =
            new ApiError("UnsupportedProtocol", "Send POST with a JSON body (Content-Type: application/json).");
    static final ApiError TOO_LARGE = new ApiError("RequestSizeLimitExceeded", "The request is too large.");
    static final ApiError INVALID = new ApiError("InvalidParameter", "The body is not a JSON object.");
    static final ApiError INVALID_VALUE = new ApiError("InvalidParameterValue", "A parameter has a wrong value.");

    static ApiError missing(String parameter) {
        return new ApiError("MissingParameter", "The request lacks the parameter `" + parameter + "`.");
    }

    static ApiError unknown(String parameter) {
        return new ApiError("UnknownParameter", "The parameter `" + parameter + "` is not known.");
    }

    ApiError saying(String newMessage) {
        return new ApiError(code, newMessage);
    }
}
