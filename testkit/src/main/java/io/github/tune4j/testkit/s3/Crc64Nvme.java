package io.github.tune4j.testkit.s3;

import java.util.zip.Checksum;

/** CRC-64/NVME: polynomial 0xAD93D23594C93659, reflected, all ones before and after. Eight bytes a step. */
final class Crc64Nvme implements Checksum {
    private static final long REFLECTED_POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();

    private long crc = -1L;

    @Override
    public void update(int b) {
        crc = TABLES[0][(int) (crc ^ b) & 0xFF] ^ crc >>> 8;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        for (; end - i >= 8; i += 8) {
            long next = crc;
            for (int k = 0; k < 8; k++) {
                next ^= (bytes[i + k] & 0xFFL) << 8 * k;
            }
            crc = TABLES[7][(int) next & 0xFF]
                    ^ TABLES[6][(int) (next >>> 8) & 0xFF]
                    ^ TABLES[5][(int) (next >>> 16) & 0xFF]
                    ^ TABLES[4][(int) (next >>> 24) & 0xFF]
                    ^ TABLES[3][(int) (next >>> 32) & 0xFF]
                    ^ TABLES[2][(int) (next >>> 40) & 0xFF]
                    ^ TABLES[1][(int) (next >>> 48) & 0xFF]
                    ^ TABLES[0][(int) (next >>> 56)];
        }
        for (; i < end; i++) {
            update(bytes[i]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1L;
    }

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 1 ? value >>> 1 ^ REFLECTED_POLYNOMIAL : value >>> 1;
            }
            tables[0][i] = value;
        }
        for (int table = 1; table < 8; table++) {
            for (int i = 0; i < 256; i++) {
                long before = tables[table - 1][i];
                tables[table][i] = before >>> 8 ^ tables[0][(int) before & 0xFF];
            }
        }
        return tables;
    }
}
