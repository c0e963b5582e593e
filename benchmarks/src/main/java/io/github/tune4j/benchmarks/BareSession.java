package io.github.tune4j.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** ONNX Runtime alone: the bundled model on batches of ready tensors, one session shared by a caller per processor. */
final class BareSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<Map<String, OnnxTensor>> batches = new ArrayList<>();

    BareSession(List<List<String>> texts, int batch) throws IOException, OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(1);
        session = environment.createSession(resource("all-minilm-l6-v2.onnx"), options);

        JsonNode vocabulary = new ObjectMapper()
                .readTree(resource("all-minilm-l6-v2-tokenizer.json"))
                .at("/model/vocab");
        List<long[]> ids = texts.stream()
                .sorted(Comparator.comparingInt((List<String> tokens) -> tokens.size())
                        .reversed())
                .map(tokens -> tokens.stream()
                        .mapToLong(token -> vocabulary.get(token).asLong())
                        .toArray())
                .toList();
        for (int from = 0; from < ids.size(); from += batch) {
            batches.add(tensors(ids.subList(from, Math.min(from + batch, ids.size()))));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = BareSession.class.getClassLoader().getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private Map<String, OnnxTensor> tensors(List<long[]> texts) throws OrtException {
        int longest = texts.get(0).length;
        long[][] ids = new long[texts.size()][];
        long[][] mask = new long[texts.size()][longest];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Arrays.copyOf(texts.get(i), longest);
            Arrays.fill(mask[i], 0, texts.get(i).length, 1);
        }
        return Map.of(
                "input_ids", OnnxTensor.createTensor(environment, ids),
                "attention_mask", OnnxTensor.createTensor(environment, mask),
                "token_type_ids", OnnxTensor.createTensor(environment, new long[texts.size()][longest]));
    }

    /** Runs every batch, and gives a number that depends on all of them. */
    double run() {
        return IntStream.range(0, batches.size())
                .parallel()
                .mapToDouble(i -> run(batches.get(i)))
                .sum();
    }

    private double run(Map<String, OnnxTensor> batch) {
        try (OrtSession.Result result = session.run(batch)) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws OrtException {
        batches.forEach(batch -> batch.values().forEach(OnnxTensor::close));
        session.close();
    }
}
