package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.metric.Golden.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageCheckTest {
    private static final String ENGLISH = "The fee is 12 dollars – per month.";
    private static final String JAPANESE = "料金は月額12ドルです。";
    private static final String RUSSIAN = "Плата составляет 12 долларов в месяц.";

    @Test
    void a_metric_that_fits_says_nothing() {
        for (Metric metric :
                List.of(Rouge.n(1), Rouge.l().tokenizer(Tokenizer.rouge()), Bleu.sentence(), ChrF.chrF())) {
            assertThat(reason(metric, ENGLISH)).isEmpty();
        }
        assertThat(reason(Rouge.n(1), JAPANESE)).isEmpty();
        assertThat(reason(Bleu.sentence().tokenizer(Tokenizer.japanese()), JAPANESE))
                .isEmpty();
        assertThat(reason(Bleu.sentence(), RUSSIAN)).isEmpty();
        assertThat(reason(Rouge.n(1).tokenizer(Tokenizer.words()), RUSSIAN)).isEmpty();
    }

    @Test
    void a_tokenizer_that_drops_or_joins_the_text_is_named() {
        assertThat(reason(Rouge.n(1).tokenizer(Tokenizer.rouge()), JAPANESE))
                .isEqualTo("The tokenizer rouge does not fit this text: it drops 100 % of the letters.");
        assertThat(reason(Rouge.n(1), RUSSIAN)).contains("rouge+cjk").contains("drops 100 %");
        assertThat(reason(Bleu.sentence(), JAPANESE)).contains("takes whole phrases for a word");
        assertThat(reason(Bleu.sentence().tokenizer(Tokenizer.international()), JAPANESE))
                .contains("intl");
        assertThat(reason(Bleu.sentence().tokenizer(Tokenizer.japanese()), ENGLISH))
                .contains("is for Japanese, and there is no Japanese letter");
    }

    @Test
    void no_english_pair_of_the_reference_results_is_warned_of() {
        for (Pair pair : Golden.pairs().values()) {
            if (List.of("article", "nearest", "edited", "english", "multiline").contains(pair.group())) {
                assertThat(Rouge.n(1).score(pair.answer()).reason())
                        .as(pair.id())
                        .isEmpty();
                assertThat(Bleu.sentence().score(pair.answer()).reason())
                        .as(pair.id())
                        .isEmpty();
            }
        }
    }

    @Test
    void an_encoder_is_judged_by_the_tokens_it_makes() {
        assertThat(warning("[CLS]", "the", "fee", "is", "12", "##th", "[SEP]")).isEmpty();
        assertThat(warning("[CLS]", "[UNK]", "の", "[UNK]", "[SEP]"))
                .isEqualTo("The encoder does not know 67 % of the tokens: it was made for another language.");
        assertThat(warning("[CLS]", "サ", "##ー", "##ヒ", "[SEP]")).contains("single letters");
        assertThat(warning("[CLS]", "[SEP]")).isEmpty();
        assertThat(warning("[CLS]", "km", "##s", "[SEP]")).isEmpty();
        assertThat(warning("[CLS]", "s", "##l", "##o", "##n", "##c", "##e", "j", "##e", "[SEP]"))
                .contains("single letters");
    }

    private static String warning(String... tokens) {
        return LanguageCheck.of(new TokenEncoder.Encoding(List.of(tokens), new float[tokens.length][1], false));
    }

    private static String reason(Metric metric, String text) {
        return metric.score(RougeTest.answer(text, text)).reason();
    }
}
