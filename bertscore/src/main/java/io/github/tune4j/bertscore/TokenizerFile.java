package io.github.tune4j.bertscore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads a {@code tokenizer.json}, as it is exported beside a BERT-like model. */
final class TokenizerFile {
    private static final String REMEDY =
            "give the tokenizer.json of a BERT-like model; one of the WordPiece kind has BertNormalizer and BertPreTokenizer.";

    /** Every word of a vocabulary is the name of a field: to look each up in a table of known names would only cost. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build());

    private final String name;

    private TokenizerFile(String name) {
        this.name = name;
    }

    /** Makes the tokenizer that a file describes; its own truncation and padding do not count. */
    static TextTokenizer read(String name, byte[] json) {
        return new TokenizerFile(name).read(json);
    }

    private TextTokenizer read(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException e) {
            throw InvalidInputException.of("The tokenizer file " + name + " is no JSON", REMEDY, e);
        }
        JsonNode model = root.path("model");
        String kind = model.path("type").asText("WordPiece");
        if (!kind.equals("WordPiece")) {
            return other(kind, root);
        }
        expect(root.path("pre_tokenizer").path("type").asText(), "BertPreTokenizer", "pre_tokenizer");
        Map<String, Integer> vocabulary = new HashMap<>();
        model.path("vocab")
                .properties()
                .forEach(word -> vocabulary.put(word.getKey(), word.getValue().asInt()));
        Map<String, Integer> added = new HashMap<>();
        root.path("added_tokens").forEach(token -> {
            added.put(token.path("content").asText(), token.path("id").asInt());
        });
        vocabulary.putAll(added);
        String unknown = model.path("unk_token").asText();
        if (!vocabulary.containsKey(unknown)) {
            throw wrong("its vocabulary lacks the unknown token '" + unknown + "'");
        }
        return new WordPieceTokenizer(new WordPieceTokenizer.Settings(
                vocabulary,
                unknown,
                model.path("continuing_subword_prefix").asText("##"),
                model.path("max_input_chars_per_word").asInt(100),
                normalizer(root.path("normalizer")),
                special(root.path("post_processor"), vocabulary, true),
                special(root.path("post_processor"), vocabulary, false),
                added));
    }

    /**
     * The BPE models of bytes are asked for a space before the first word, as bert_score asks them, so that it is spelled
     * like any other word.
     */
    private TextTokenizer other(String kind, JsonNode root) {
        Map<String, Integer> vocabulary = new HashMap<>();
        JsonNode pieces = root.path("model").path("vocab");
        pieces.properties()
                .forEach(
                        piece -> vocabulary.put(piece.getKey(), piece.getValue().asInt()));
        for (int id = 0; pieces.isArray() && id < pieces.size(); id++) {
            vocabulary.put(pieces.get(id).path(0).asText(), id);
        }
        root.path("added_tokens").forEach(token -> {
            vocabulary.put(token.path("content").asText(), token.path("id").asInt());
        });
        if (root.path("pre_tokenizer") instanceof ObjectNode bytes
                && bytes.path("type").asText().equals("ByteLevel")) {
            bytes.put("add_prefix_space", true);
        }
        return NativeTokenizer.open(name, kind, root.toString().getBytes(StandardCharsets.UTF_8), vocabulary);
    }

    private BertNormalizer normalizer(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return BertNormalizer.NONE;
        }
        expect(node.path("type").asText(), "BertNormalizer", "normalizer");
        boolean lowerCase = node.path("lowercase").asBoolean(true);
        return new BertNormalizer(
                node.path("clean_text").asBoolean(true),
                node.path("handle_chinese_chars").asBoolean(true),
                node.path("strip_accents").asBoolean(lowerCase),
                lowerCase);
    }

    /** The token before or after every text. */
    private int special(JsonNode node, Map<String, Integer> vocabulary, boolean opening) {
        String token;
        switch (node.path("type").asText()) {
            case "TemplateProcessing" -> {
                JsonNode template = node.path("single");
                token = template.path(opening ? 0 : template.size() - 1)
                        .path("SpecialToken")
                        .path("id")
                        .asText();
            }
            case "BertProcessing" ->
                token = node.path(opening ? "cls" : "sep").path(0).asText();
            default -> token = opening ? "[CLS]" : "[SEP]";
        }
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw wrong("it does not say which token stands " + (opening ? "before" : "after") + " a text");
        }
        return id;
    }

    private void expect(String found, String expected, String part) {
        if (!found.equals(expected)) {
            throw wrong("its " + part + " is '" + found + "' and not '" + expected + "'");
        }
    }

    private InvalidInputException wrong(String what) {
        return InvalidInputException.of("The tokenizer file " + name + " cannot be used: " + what, REMEDY);
    }
}
