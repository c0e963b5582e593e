package io.github.tune4j.evaluation.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes looked at eight at a time. */
final class ByteWords {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteWords() {}

    /** The bytes from a position on, up to eight of them; those behind the end are zero. */
    static long at(byte[] bytes, int from, int to) {
        long word = (long) LONGS.get(bytes, from);
        int length = to - from;
        return length >= Long.BYTES ? word : word & (1L << length * Byte.SIZE) - 1;
    }

    /** The position of the first zero at or behind a position; there is one, with seven bytes more. */
    static int zeroFrom(byte[] bytes, int from) {
        for (int i = from; ; i += Long.BYTES) {
            long word = (long) LONGS.get(bytes, i);
            long zeros = (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
    }
}
