package io.mpsbridge.mps;

import io.mpsbridge.input.ForeignText;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/**
 * Whose certificate it is, for people: that of the other end, or our own.
 *
 * @param validUntil its end
 */
public record PeerCertificate(String subject, String issuer, Instant validUntil) {

    private static final int MAX_NAME = 200;

    static PeerCertificate of(X509Certificate certificate) {
        return new PeerCertificate(
                name(certificate.getSubjectX500Principal()),
                name(certificate.getIssuerX500Principal()),
                certificate.getNotAfter().toInstant());
    }

    private static String name(X500Principal principal) {
        return ForeignText.shorten(principal.getName(), MAX_NAME);
    }

    /** A clause. */
    public String shown() {
        return subject + ", issued by " + issuer + ", valid until " + validUntil;
    }
}
