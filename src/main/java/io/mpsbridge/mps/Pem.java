package io.mpsbridge.mps;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a PEM file: blocks of Base64 between lines that say what they are. What stands between blocks is ignored,
 * but a block that begins must end: the file may be half written.
 *
 * @param where the setting and the file, for messages
 */
record Pem(String where, String text) {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN (?<label>[A-Z0-9 ]+)-----");

    /** One block; its toString shows nothing of it. */
    record Block(String label, String content) {
        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.label().endsWith("CERTIFICATE")) {
                certificates.add(certificate(decoded(block)));
            }
        }
        if (certificates.isEmpty()) {
            throw unusable("holds no certificate; it must be a PEM file with BEGIN CERTIFICATE", null);
        }
        return certificates;
    }

    /** The first block of a private key. */
    Block key() {
        return blocks().stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(
                        () -> unusable("holds no private key; it must be a PEM file with BEGIN PRIVATE KEY", null));
    }

    byte[] decoded(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.content());
        } catch (IllegalArgumentException e) {
            throw unusable("holds a damaged " + block.label(), null);
        }
    }

    /** @param cause never one that repeats the content */
    UnusableFilesException unusable(String problem, @Nullable Exception cause) {
        String message = where + " " + problem;
        return cause == null ? new UnusableFilesException(message) : new UnusableFilesException(message, cause);
    }

    private X509Certificate certificate(byte[] bytes) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw unusable("holds a damaged CERTIFICATE", e);
        }
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        for (int from = 0; begin.find(from); ) {
            String end = "-----END " + begin.group("label") + "-----";
            int to = text.indexOf(end, begin.end());
            if (to < 0) {
                throw unusable("is cut off: " + end + " is missing", null);
            }
            blocks.add(new Block(begin.group("label"), text.substring(begin.end(), to)));
            from = to + end.length();
        }
        return blocks;
    }

    @Override
    public String toString() {
        return "Pem[" + where + ", " + text.getBytes(StandardCharsets.UTF_8).length + " bytes]";
    }
}
