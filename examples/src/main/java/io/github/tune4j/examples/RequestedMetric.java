package io.github.tune4j.examples;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.bertscore.OnnxTokenEncoder;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.metric.BertScore;
import io.github.tune4j.evaluation.metric.Bleu;
import io.github.tune4j.evaluation.metric.ChrF;
import io.github.tune4j.evaluation.metric.ExactMatch;
import io.github.tune4j.evaluation.metric.LengthRatio;
import io.github.tune4j.evaluation.metric.Rouge;
import io.github.tune4j.evaluation.metric.TokenF1;
import io.github.tune4j.evaluation.metric.Tokenizer;
import io.github.tune4j.examples.cli.Options;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A metric by the name that {@code --metrics} gives it.
 *
 * @param name that name
 * @param single scores each pair
 * @param together scores all pairs together; null when their mean does
 */
record RequestedMetric(String name, Metric single, @Nullable Metric together) {
    static final String NAMES =
            "rouge1, rouge2, rouge3, rougeL, rougeLsum,\nbleu, chrf, chrf++, bertscore, exact_match, normalized_match, token_f1, token_ratio,\ncharacter_ratio";
    private static final String BERTSCORE = "bertscore";

    /** What the options ask for. */
    record Settings(Set<String> names, boolean stemmed, String tokenizer, boolean dropCjk) {

        static Settings of(Options options) {
            Set<String> names = new LinkedHashSet<>();
            List<String> unknown = new ArrayList<>();
            List<String> known = List.of(NAMES.split("[,\\s]+"));
            for (String name : options.required("--metrics").split(",")) {
                if (!known.contains(name.strip())) {
                    unknown.add("There is no metric '" + name.strip() + "'");
                }
                names.add(name.strip());
            }
            if (!unknown.isEmpty()) {
                throw InvalidInputException.of(unknown, "take some of " + String.join(", ", known) + ".");
            }
            return new Settings(
                    names,
                    options.has("--stemmer"),
                    options.oneOf("--tokenizer", "13a", "13a", "char", "intl", "ja"),
                    options.has("--drop-cjk"));
        }

        boolean wantsEncoder() {
            return names.contains(BERTSCORE);
        }

        /** The metrics in the order asked for; the encoder is null unless it is wanted. */
        List<RequestedMetric> metrics(@Nullable OnnxTokenEncoder encoder) {
            return names.stream().map(name -> metric(name, encoder)).toList();
        }

        private RequestedMetric metric(String name, @Nullable OnnxTokenEncoder encoder) {
            return switch (name) {
                case "rouge1" -> rouge(name, Rouge.n(1));
                case "rouge2" -> rouge(name, Rouge.n(2));
                case "rouge3" -> rouge(name, Rouge.n(3));
                case "rougeL" -> rouge(name, Rouge.l());
                case "rougeLsum" -> rouge(name, Rouge.lSum());
                case "bleu" ->
                    new RequestedMetric(
                            name,
                            Bleu.sentence().tokenizer(ofBleu()),
                            Bleu.corpus().tokenizer(ofBleu()));
                case "chrf" -> new RequestedMetric(name, ChrF.chrF(), ChrF.chrF());
                case "chrf++" -> new RequestedMetric(name, ChrF.chrFPlusPlus(), ChrF.chrFPlusPlus());
                case "exact_match" -> new RequestedMetric(name, ExactMatch.exact(), null);
                case "normalized_match" -> new RequestedMetric(name, ExactMatch.normalized(), null);
                case "token_f1" -> new RequestedMetric(name, TokenF1.of(Tokenizer.words()), null);
                case "token_ratio" -> new RequestedMetric(name, LengthRatio.ofTokens(), LengthRatio.ofTokens());
                case "character_ratio" ->
                    new RequestedMetric(name, LengthRatio.ofCharacters(), LengthRatio.ofCharacters());
                default -> new RequestedMetric(BERTSCORE, BertScore.of(Objects.requireNonNull(encoder)), null);
            };
        }

        private RequestedMetric rouge(String name, Rouge plain) {
            Rouge stems = stemmed ? plain.stemmed() : plain;
            Rouge rouge = switch (tokenizer) {
                case "char" -> stems.tokenizer(Tokenizer.characters());
                case "ja" -> stems.tokenizer(Tokenizer.japanese());
                default -> dropCjk ? stems.tokenizer(Tokenizer.rouge()) : stems;
            };
            return new RequestedMetric(name, rouge, null);
        }

        private Tokenizer ofBleu() {
            return switch (tokenizer) {
                case "char" -> Tokenizer.characters();
                case "intl" -> Tokenizer.international();
                case "ja" -> Tokenizer.japanese();
                default -> Tokenizer.mteval13a();
            };
        }
    }

    /** Scores pairs on all processors; BERTScore does so itself. */
    List<Verdict> scoreAll(List<Answer> answers) {
        return name.equals(BERTSCORE)
                ? single.scoreAll(answers)
                : answers.parallelStream().map(single::score).toList();
    }

    String signature() {
        return single.signature();
    }

    /** How all pairs together are scored, where that is not the mean. */
    Optional<String> corpusSignature() {
        return Optional.ofNullable(together).map(Metric::signature);
    }

    Optional<Double> corpusScore(List<Answer> answers) {
        return together == null
                ? Optional.empty()
                : together.corpusScore(answers).stream().boxed().findFirst();
    }
}
