package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PorterStemmerTest {

    @Test
    void stems_every_word_as_the_reference_does() {
        for (JsonNode row : Golden.rows("text/porter.jsonl")) {
            String word = row.get("word").asText();
            assertThat(stemsOf(word)).as(word).containsExactly(row.get("stem").asText());
            assertThat(PorterStemmer.stem(word))
                    .as(word)
                    .isEqualTo(row.get("stem_unconditional").asText());
        }
    }

    @Test
    void splits_and_stems_every_text_as_the_reference_does() {
        for (JsonNode row : Golden.rows("text/rouge_tokens.jsonl")) {
            String text = row.get("text").asText();
            List<String> tokens = Tokenizer.rouge().tokens(text);
            assertThat(tokens).as(text).isEqualTo(Golden.strings(row.get("tokens")));
            assertThat(stemsOf(tokens.toArray(String[]::new))).as(text).isEqualTo(Golden.strings(row.get("stemmed")));
        }
    }

    private static List<String> stemsOf(String... words) {
        List<String> stems = new ArrayList<>();
        PorterStemmer stemmer = new PorterStemmer(
                (bytes, from, to) -> stems.add(new String(bytes, from, to - from, StandardCharsets.US_ASCII)));
        for (String word : words) {
            byte[] padded = (word + " ".repeat(TokenScanner.PADDING)).getBytes(StandardCharsets.US_ASCII);
            stemmer.accept(padded, 0, word.length());
        }
        return stems;
    }
}
