package io.mpsbridge.mps;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Whose certificate it is, for people.
 *
 * @param validUntil its end
 */
public record PeerCertificate(String subject, String issuer, Instant validUntil) {

    static PeerCertificate of(X509Certificate certificate) {
        return new PeerCertificate(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotAfter().toInstant());
    }

    /** A clause. */
    public String shown() {
        return subject + ", issued by " + issuer + ", valid until " + validUntil;
    }
}
