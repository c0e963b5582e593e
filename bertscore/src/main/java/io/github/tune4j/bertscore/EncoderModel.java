package io.github.tune4j.bertscore;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A loaded model with its tokenizer. Thread-safe, but for closing. */
final class EncoderModel implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final String REMEDY =
            "give a BERT-like encoder exported to ONNX with the inputs input_ids, attention_mask and perhaps"
                    + " token_type_ids, and an output of float vectors per token.";

    private final OrtSession session;
    private final TextTokenizer tokenizer;
    private final String output;
    private final String signature;

    private EncoderModel(OrtSession session, TextTokenizer tokenizer, String output, String signature) {
        this.session = session;
        this.tokenizer = tokenizer;
        this.output = output;
        this.signature = signature;
    }

    /** Loads a model; without the name of an output, takes the first that gives vectors per token. */
    static EncoderModel load(ModelSource source, @Nullable String output, int maxTokens) {
        try {
            byte[] json = source.tokenizer();
            TextTokenizer tokenizer = TokenizerFile.read(source.name(), json);
            OrtEnvironment environment = NativeLibraries.environment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                ModelSource.Opened opened = source.open(environment, options);
                return of(opened, source.name(), tokenizer, json, output, maxTokens);
            }
        } catch (OrtException e) {
            throw InvalidInputException.of(
                    "The model " + source.name() + " cannot be loaded: " + e.getMessage(), REMEDY, e);
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "The model " + source.name() + " cannot be read: " + e.getMessage(), REMEDY, e);
        }
    }

    private static EncoderModel of(
            ModelSource.Opened opened,
            String name,
            TextTokenizer tokenizer,
            byte[] json,
            @Nullable String output,
            int maxTokens)
            throws OrtException {
        try {
            String chosen = outputOf(opened.session(), name, output);
            String tokenizerSha256 =
                    HexFormat.of().formatHex(ModelSource.sha256().digest(json));
            String signature = "model:" + name + "@" + opened.sha256().substring(0, 12)
                    + "|output:" + chosen
                    + "|tok:" + tokenizer.kind() + "@" + tokenizerSha256.substring(0, 12)
                    + "|max:" + maxTokens;
            return new EncoderModel(opened.session(), tokenizer, chosen, signature);
        } catch (OrtException | RuntimeException e) {
            opened.session().close();
            throw e;
        }
    }

    private static String outputOf(OrtSession session, String name, @Nullable String output) throws OrtException {
        if (!Set.of(IDS, MASK, TYPES).containsAll(session.getInputNames())) {
            throw InvalidInputException.of(
                    "The model " + name + " wants the inputs " + session.getInputNames(), REMEDY);
        }
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        List<String> fitting = outputs.keySet().stream()
                .filter(candidate -> outputs.get(candidate).getInfo() instanceof TensorInfo tensor
                        && tensor.type == OnnxJavaType.FLOAT
                        && tensor.getShape().length == 3)
                .toList();
        if (fitting.isEmpty() || (output != null && !fitting.contains(output))) {
            throw InvalidInputException.of(
                    "The model " + name + " has no vectors per token"
                            + (output == null ? "" : " in an output '" + output + "'") + ", but " + outputs.keySet(),
                    REMEDY);
        }
        return output == null ? fitting.get(0) : output;
    }

    TextTokenizer tokenizer() {
        return tokenizer;
    }

    String signature() {
        return signature;
    }

    /** The vectors of texts that are encoded side by side, each padded to the longest and freed of it again. */
    float[][][] vectors(List<int[]> texts) {
        int longest = texts.stream().mapToInt(ids -> ids.length).max().orElse(0);
        long[] shape = {texts.size(), longest};
        LongBuffer ids = LongBuffer.allocate(texts.size() * longest);
        LongBuffer mask = LongBuffer.allocate(texts.size() * longest);
        for (int text = 0; text < texts.size(); text++) {
            int start = text * longest;
            for (int i = 0; i < texts.get(text).length; i++) {
                ids.put(start + i, texts.get(text)[i]);
                mask.put(start + i, 1);
            }
        }
        Map<String, LongBuffer> buffers = Map.of(IDS, ids, MASK, mask, TYPES, LongBuffer.allocate(ids.capacity()));
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (String input : session.getInputNames()) {
                inputs.put(input, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffers.get(input), shape));
            }
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                return unpadded(((OnnxTensor) result.get(0)).getFloatBuffer(), texts, longest);
            }
        } catch (OrtException e) {
            throw new TuneException(
                    "The model fails on " + texts.size() + " texts of up to " + longest + " tokens: " + e.getMessage()
                            + ".",
                    "set maxTokens to the longest text that the model takes.",
                    e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[][][] unpadded(FloatBuffer values, List<int[]> texts, int longest) {
        int dimension = values.remaining() / (texts.size() * longest);
        float[][][] vectors = new float[texts.size()][][];
        for (int text = 0; text < vectors.length; text++) {
            vectors[text] = new float[texts.get(text).length][dimension];
            for (int i = 0; i < vectors[text].length; i++) {
                values.get((text * longest + i) * dimension, vectors[text][i]);
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        tokenizer.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new TuneException("The model cannot be closed: " + e.getMessage() + ".", "report this.", e);
        }
    }
}
