package io.github.tune4j.bertscore;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.tune4j.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A tokenizer of any other kind than WordPiece, such as those of RoBERTa (BPE) and XLM-R (Unigram), by DJL's binding of
 * Hugging Face's tokenizers, where that optional artifact is at hand.
 */
final class NativeTokenizer implements TextTokenizer {
    private static final String ARTIFACT = "ai.djl.huggingface:tokenizers";

    /** Left to itself DJL unpacks its library below the home folder, and may fetch another one. */
    private static final String CACHE = "DJL_CACHE_DIR";

    private static final Map<String, String> OFFLINE = Map.of("ai.djl.offline", "true", "RUST_FLAVOR", "cpu");

    private final HuggingFaceTokenizer tokenizer;
    private final String kind;
    private final Map<Integer, String> spellings = new HashMap<>();

    private NativeTokenizer(HuggingFaceTokenizer tokenizer, String kind, Map<String, Integer> vocabulary) {
        this.tokenizer = tokenizer;
        this.kind = kind;
        vocabulary.forEach((spelling, id) -> spellings.put(id, spelling));
    }

    /** Opens a tokenizer; its own truncation and padding do not count. */
    static NativeTokenizer open(String name, String kind, byte[] json, Map<String, Integer> vocabulary) {
        try {
            return new NativeTokenizer(load(json), kind.toLowerCase(Locale.ROOT), vocabulary);
        } catch (NoClassDefFoundError e) {
            throw InvalidInputException.of(
                    "The tokenizer file " + name + " is of the kind " + kind + ", which needs " + ARTIFACT,
                    "add that artifact to your project.",
                    e);
        } catch (IOException | RuntimeException e) {
            throw InvalidInputException.of(
                    "The tokenizer file " + name + " cannot be used: " + e.getMessage(),
                    "give the tokenizer.json that was exported with the model.",
                    e);
        }
    }

    private static synchronized HuggingFaceTokenizer load(byte[] json) throws IOException {
        List<String> set = new ArrayList<>();
        OFFLINE.forEach((property, value) -> setUnlessGiven(property, value, set));
        Path folder = Files.createTempDirectory("tune4j-tokenizers-");
        try {
            setUnlessGiven(CACHE, folder.toString(), set);
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json), Map.of("padding", "false", "truncation", "false"));
        } finally {
            set.forEach(System::clearProperty);
            remove(folder);
        }
    }

    private static void setUnlessGiven(String property, String value, List<String> set) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
            set.add(property);
        }
    }

    /** A loaded library need not lie on the disk, but where it must, it goes when the JVM ends. */
    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                if (!file.delete()) {
                    file.deleteOnExit();
                }
            });
        }
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Tokens encode(String text, int maxTokens) {
        int[] ids = LongStream.of(tokenizer.encode(text).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
        if (ids.length <= maxTokens) {
            return new Tokens(ids, false);
        }
        int[] cut = new int[maxTokens];
        System.arraycopy(ids, 0, cut, 0, maxTokens - 1);
        cut[maxTokens - 1] = ids[ids.length - 1];
        return new Tokens(cut, true);
    }

    @Override
    public List<String> spellings(int[] ids) {
        List<String> tokens = new ArrayList<>(ids.length);
        for (int id : ids) {
            tokens.add(spellings.getOrDefault(id, "#" + id));
        }
        return tokens;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
