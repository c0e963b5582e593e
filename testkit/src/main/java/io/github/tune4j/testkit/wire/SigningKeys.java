package io.github.tune4j.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A pair of keys that signs. */
record SigningKeys(String accessKey, String secretKey) {
    private static final String SHA256 = "HmacSHA256";

    /** Whether a signature is the one that this pair makes of a text. */
    boolean signs(SignatureV4 scope, String text, String signature) {
        return MessageDigest.isEqual(
                sign(scope, text).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newSha256().digest(bytes));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String sign(SignatureV4 scope, String text) {
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.credentialScope().split("/")) {
            key = hmac(SHA256, key, part);
        }
        return HexFormat.of().formatHex(hmac(SHA256, key, text));
    }

    static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return "SigningKeys[" + accessKey + "]";
    }
}
