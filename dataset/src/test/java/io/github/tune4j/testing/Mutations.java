package io.github.tune4j.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damages bytes in ways that files get damaged, and in ways that readers of JSON stumble over. */
public final class Mutations {
    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "NaN",
            "-Infinity",
            "1e999",
            "01",
            "-",
            "\\u",
            "\\ud83d",
            "\\ude00",
            "\\u0000",
            "\\n",
            "\\/",
            "\\u0048uman:",
            "\\nHuman:",
            "\n",
            "\r",
            "\r\n",
            "\t",
            " ",
            "\u0000",
            "\u007F",
            "\uFEFF",
            "\u2028",
            "あ",
            "😀",
            "//",
            "/*",
            "'",
            "\"role\"",
            "\"content\":",
            "\"messages\":[]",
            "\"system\":null",
            "\"user\"",
            "[[[[[[[[",
            "]]]]]]]]",
            "{\"a\":",
            "9999999999999999999999",
            "\"question\"",
            "\"answer\":\"x\"");

    private final Random random;

    /** Always the same damage for the same seed. */
    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** The bytes with one to four changes. */
    public byte[] of(byte[] bytes) {
        byte[] mutated = bytes;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            mutated = once(mutated);
        }
        return mutated;
    }

    private byte[] once(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + (random.nextInt(8) == 0 ? random.nextInt(200) : random.nextInt(4)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        switch (random.nextInt(6)) {
            case 0 -> from = to; // something is missing
            case 1 -> out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
            case 2 -> out.write(bytes, from, to - from); // something stands twice
            case 3 -> {
                byte[] noise = new byte[1 + random.nextInt(3)];
                random.nextBytes(noise);
                out.writeBytes(noise);
            }
            case 4 -> {
                if (from < bytes.length) {
                    out.write(bytes[from] ^ 1 << random.nextInt(8));
                    from++;
                }
            }
            default -> from = random.nextInt(20) == 0 ? bytes.length : from; // the rest is cut off
        }
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    /** How many cases a test tries: few in every build, many at night. */
    public static int cases(int inEveryBuild, int atNight) {
        return Boolean.getBoolean("tune4j.nightly") ? atNight : inEveryBuild;
    }
}
