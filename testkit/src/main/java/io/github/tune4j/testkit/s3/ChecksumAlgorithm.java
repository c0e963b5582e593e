package io.github.tune4j.testkit.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums that S3 keeps with an object, and MD5, of which it makes ETags. */
enum ChecksumAlgorithm {
    CRC32(4, true),
    CRC32C(4, true),
    CRC64NVME(8, true),
    SHA1(20, false),
    SHA256(32, false),
    MD5(16, false);

    private final int bytes;
    private final boolean linear;

    ChecksumAlgorithm(int bytes, boolean linear) {
        this.bytes = bytes;
        this.linear = linear;
    }

    /** The algorithm of an {@code x-amz-checksum-…} header, if it is one that S3 keeps. */
    static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm != MD5 && algorithm.header().equalsIgnoreCase(header))
                .findFirst();
    }

    /** The algorithm of a name, if it is one that S3 keeps. */
    static Optional<ChecksumAlgorithm> named(String name) {
        return ofHeader("x-amz-checksum-" + name);
    }

    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    String element() {
        return "Checksum" + name();
    }

    /** How many bytes a value has. */
    int bytes() {
        return bytes;
    }

    /** Whether the checksum of a whole can stand for its parts: CRCs only. */
    boolean linear() {
        return linear;
    }

    /** Begins a checksum. */
    Running begin() {
        return switch (this) {
            case CRC32 -> new OfCrc(new CRC32(), bytes);
            case CRC32C -> new OfCrc(new CRC32C(), bytes);
            case CRC64NVME -> new OfCrc(new Crc64Nvme(), bytes);
            case SHA1 -> OfDigest.of("SHA-1");
            case SHA256 -> OfDigest.of("SHA-256");
            case MD5 -> OfDigest.of("MD5");
        };
    }

    /** A checksum under way. */
    interface Running {
        /** Takes in more bytes. */
        void update(byte[] data, int offset, int length);

        /** The value, big-endian. */
        byte[] value();
    }

    private record OfCrc(java.util.zip.Checksum crc, int bytes) implements Running {
        @Override
        public void update(byte[] data, int offset, int length) {
            crc.update(data, offset, length);
        }

        @Override
        public byte[] value() {
            byte[] whole = ByteBuffer.allocate(8).putLong(crc.getValue()).array();
            return Arrays.copyOfRange(whole, 8 - bytes, 8);
        }
    }

    private record OfDigest(MessageDigest digest) implements Running {
        static OfDigest of(String name) {
            try {
                return new OfDigest(MessageDigest.getInstance(name));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + name, e);
            }
        }

        @Override
        public void update(byte[] data, int offset, int length) {
            digest.update(data, offset, length);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }
    }
}
