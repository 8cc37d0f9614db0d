package io.mpsbridge.mps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in the forms that tools write: PKCS #8, encrypted or not, and the older ones of RSA (PKCS #1) and EC
 * (SEC 1), which neither the JDK nor Netty reads. These are put into the envelope of PKCS #8.
 */
final class PrivateKeys {

    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = {6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0};
    private static final byte[] EC = {6, 7, 42, (byte) 134, 72, (byte) 206, 61, 2, 1};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int EC_PARAMETERS = 0xA0;
    private static final String CONVERT = "convert it by: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";
    private static final String PASSWORD_BASED = "1.2.840.113549.1.5.13";
    /** What signs with a key, by its algorithm, to see whether it belongs to a certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private PrivateKeys() {}

    /**
     * The key that belongs to the certificate's.
     *
     * @param password null for a key that is not encrypted
     */
    static PrivateKey read(Pem pem, PublicKey certified, @Nullable String password) {
        Pem.Block block = pem.key();
        if (block.content().contains("ENCRYPTED")) {
            throw pem.unusable("holds a key that is encrypted in OpenSSL's old form: " + CONVERT, null);
        }
        try {
            PKCS8EncodedKeySpec spec = spec(pem, block, password);
            PrivateKey key = KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(spec);
            if (!belong(key, certified)) {
                throw pem.unusable("holds another key than that of mps.tls.certificate", null);
            }
            return key;
        } catch (GeneralSecurityException | IOException | ArrayIndexOutOfBoundsException e) {
            throw pem.unusable(
                    block.label().startsWith("ENCRYPTED")
                            ? "holds a key that mps.tls.key-password does not decrypt"
                            : "holds no " + certified.getAlgorithm() + " key, which mps.tls.certificate has",
                    null);
        }
    }

    private static PKCS8EncodedKeySpec spec(Pem pem, Pem.Block block, @Nullable String password)
            throws GeneralSecurityException, IOException {
        byte[] bytes = pem.decoded(block);
        return switch (block.label()) {
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(bytes);
            case "RSA PRIVATE KEY" -> envelope(der(SEQUENCE, RSA), bytes);
            case "EC PRIVATE KEY" -> envelope(der(SEQUENCE, EC, curve(bytes)), bytes);
            case "ENCRYPTED PRIVATE KEY" -> {
                if (password == null) {
                    throw pem.unusable("holds an encrypted key: set mps.tls.key-password", null);
                }
                yield decrypted(new EncryptedPrivateKeyInfo(bytes), password);
            }
            default -> throw pem.unusable("holds a key in a form that is not known: " + CONVERT, null);
        };
    }

    private static PKCS8EncodedKeySpec decrypted(EncryptedPrivateKeyInfo sealed, String password)
            throws GeneralSecurityException {
        // The JDK names what PBES2 is made of in its parameters alone.
        String algorithm = sealed.getAlgName().equals(PASSWORD_BASED)
                        || sealed.getAlgName().equals("PBES2")
                ? sealed.getAlgParameters().toString()
                : sealed.getAlgName();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                sealed.getAlgParameters());
        return sealed.getKeySpec(cipher);
    }

    private static PKCS8EncodedKeySpec envelope(byte[] algorithm, byte[] key) {
        return new PKCS8EncodedKeySpec(der(SEQUENCE, VERSION_0, algorithm, der(OCTETS, key)));
    }

    /** The curve's name, which an EC key carries behind the number itself: SEQUENCE, version, octets, [0]. */
    private static byte[] curve(byte[] key) {
        int number = content(key, 0) + VERSION_0.length;
        int parameters = content(key, number) + length(key, number);
        if ((key[parameters] & 0xFF) != EC_PARAMETERS) {
            throw new ArrayIndexOutOfBoundsException("no curve");
        }
        int name = content(key, parameters);
        return Arrays.copyOfRange(key, name, name + length(key, parameters));
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = at + 2; i < content(der, at); i++) {
            length = (length << 8) | (der[i] & 0xFF);
        }
        return length;
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        // DER wants the shortest form of a length.
        if (content.size() >= 0x100) {
            whole.write(0x82);
            whole.write(content.size() >> 8);
        } else if (content.size() >= 0x80) {
            whole.write(0x81);
        }
        whole.write(content.size());
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(certified.getAlgorithm());
        if (algorithm == null) {
            return true; // not known: the handshake tells
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(VERSION_0);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(VERSION_0);
        return signature.verify(signed);
    }
}
