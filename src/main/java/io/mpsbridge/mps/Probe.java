package io.mpsbridge.mps;

import io.mpsbridge.task.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of a test call.
 *
 * @param clockSkew how far the peer's clock is ahead of ours (behind: negative), to a second; null if no answer carried
 *     a date
 * @param credentialSource where the credentials were found
 */
public record Probe(Verdict verdict, @Nullable Duration clockSkew, String credentialSource, Way way) {

    /**
     * How the call went out.
     *
     * @param route direct or by which proxy, and which setting decided
     * @param peer the endpoint's certificate; null without TLS or if no connection came about
     * @param own the certificate that we show if asked, or null
     */
    public record Way(
            String route,
            @Nullable PeerCertificate peer,
            @Nullable PeerCertificate own) {}
}
