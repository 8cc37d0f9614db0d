package io.mpsbridge.simulator;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parsed {@code Authorization} header.
 *
 * @param date the UTC date of the credential scope, as received
 * @param signedHeaders in the order received
 * @param signature hexadecimal
 */
record Authorization(String secretId, String date, String service, List<String> signedHeaders, String signature) {

    private static final Pattern FORM =
            Pattern.compile("TC3-HMAC-SHA256 Credential=([^/,\\s]+)/(\\d{4}-\\d{2}-\\d{2})/([^/,\\s]+)/tc3_request,"
                    + "\\s*SignedHeaders=([a-z0-9;_-]+),\\s*Signature=([0-9a-f]{64})");

    Authorization {
        signedHeaders = List.copyOf(signedHeaders);
    }

    static Authorization parse(String text) throws ApiException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ApiException(ApiError.SIGNATURE_FAILURE.saying("The Authorization header is malformed."));
        }
        return new Authorization(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                List.of(matcher.group(4).split(";", -1)),
                matcher.group(5));
    }
}
