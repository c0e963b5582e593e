package io.github.tune4j.evaluation.metric;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * BERTScore (T. Zhang et al. 2020), equal to bert_score 0.3.13 over the same token vectors: how similar each token is to
 * its most similar token of the other text.
 *
 * <p>The score is the F measure, at most 1; its parts are {@code precision}, {@code recall} and {@code f1}. Scores of
 * different encoders are not comparable. Immutable: each setter gives a new metric.
 */
public final class BertScore implements Metric {
    private static final int CHARACTERS_AT_ONCE = 200_000;

    private final TokenEncoder encoder;
    private final boolean idf;
    private final Baseline baseline;
    private final References references;

    private BertScore(TokenEncoder encoder, boolean idf, Baseline baseline, References references) {
        this.encoder = encoder;
        this.idf = idf;
        this.baseline = baseline;
        this.references = references;
    }

    /**
     * Scores with the vectors of an encoder, which its owner closes.
     *
     * @param encoder gives the vectors
     * @return the metric {@code bertscore}
     */
    public static BertScore of(TokenEncoder encoder) {
        return new BertScore(encoder, false, Baseline.NONE, References.OF_THE_QUESTION);
    }

    /**
     * Weighs each token by its inverse document frequency in the references of the answers that are scored together:
     * use {@link #scoreAll} with all of them.
     *
     * @return the weighing metric
     */
    public BertScore idf() {
        return new BertScore(encoder, true, baseline, references);
    }

    /**
     * Rescales so that unrelated texts score about 0, by the last line of a file of baselines.
     *
     * @param csv a file as bert_score's {@code rescale_baseline} has for its models: lines {@code LAYER,P,R,F} after a
     *     header
     * @return the rescaling metric
     * @throws InvalidInputException if the file cannot be read as such
     */
    public BertScore baseline(Path csv) {
        return new BertScore(encoder, idf, Baseline.read(csv, -1), references);
    }

    /**
     * Rescales by the line of a layer of the model.
     *
     * @param csv as for {@link #baseline(Path)}
     * @param layer the layer whose vectors the encoder gives, from 0
     * @return the rescaling metric
     * @throws InvalidInputException if the file cannot be read as such, or has no such layer
     */
    public BertScore baseline(Path csv, int layer) {
        if (layer < 0) {
            throw InvalidInputException.of("There is no layer " + layer + ".", "give a layer from 0.");
        }
        return new BertScore(encoder, idf, Baseline.read(csv, layer), references);
    }

    /**
     * Takes the right answers from elsewhere than {@link Question#reference()}. As in bert_score, precision, recall and
     * F measure are each the best of all references.
     *
     * @param references all right answers to a question; thread-safe
     * @return the metric with those references
     */
    public BertScore references(Function<? super Question, ? extends List<String>> references) {
        return new BertScore(encoder, idf, baseline, References.given(references));
    }

    @Override
    public String name() {
        return "bertscore";
    }

    @Override
    public String signature() {
        return "bertscore|v:1|" + encoder.signature() + "|idf:" + (idf ? "yes" : "no") + "|baseline:" + baseline.name()
                + "|refs:" + references.name();
    }

    @Override
    public Verdict score(Answer answer) {
        return scoreAll(List.of(answer)).get(0);
    }

    @Override
    public List<Verdict> scoreAll(List<Answer> answers) {
        TokenWeights weights = idf
                ? TokenWeights.inverseDocumentFrequency(
                        encoder,
                        answers.stream()
                                .flatMap(answer -> references.of(answer.question()).stream())
                                .toList())
                : TokenWeights.EVEN;
        List<Verdict> verdicts = new ArrayList<>(answers.size());
        List<Answer> batch = new ArrayList<>();
        int characters = 0;
        for (Answer answer : answers) {
            batch.add(answer);
            characters += texts(answer).mapToInt(String::length).sum();
            if (characters > CHARACTERS_AT_ONCE) {
                verdicts.addAll(scoreBatch(batch, weights));
                batch.clear();
                characters = 0;
            }
        }
        verdicts.addAll(scoreBatch(batch, weights));
        return verdicts;
    }

    /** The prediction and its references. */
    private Stream<String> texts(Answer answer) {
        return Stream.concat(Stream.of(answer.text()), references.of(answer.question()).stream());
    }

    /** A few answers, so that the vectors of all their texts fit into memory. */
    private List<Verdict> scoreBatch(List<Answer> answers, TokenWeights weights) {
        Set<String> distinct = new LinkedHashSet<>();
        answers.stream().flatMap(this::texts).forEach(distinct::add);
        List<String> texts = List.copyOf(distinct);
        List<TokenEncoder.Encoding> encodings = encoder.encode(texts);
        Map<String, TokenEncoder.Encoding> encoded = new HashMap<>();
        for (int i = 0; i < encodings.size(); i++) {
            encoded.put(texts.get(i), encodings.get(i));
        }
        return answers.parallelStream()
                .map(answer -> verdict(answer, encoded, weights))
                .toList();
    }

    private Verdict verdict(Answer answer, Map<String, TokenEncoder.Encoding> encoded, TokenWeights weights) {
        TokenEncoder.Encoding prediction = encoded.get(answer.text());
        PrecisionRecall best = references.of(answer.question()).stream()
                .map(reference -> GreedyMatch.compare(prediction, encoded.get(reference), weights))
                .reduce(BertScore::best)
                .orElse(null);
        if (best == null) {
            return Verdict.unscored(References.NONE);
        }
        if (Double.isNaN(best.f1())) {
            return Verdict.unscored(
                    "with these references idf gives every token of a text the weight 0; score more answers together");
        }
        return baseline.rescale(best).verdict(warning(answer, encoded));
    }

    private static PrecisionRecall best(PrecisionRecall a, PrecisionRecall b) {
        return new PrecisionRecall(
                Math.max(a.precision(), b.precision()), Math.max(a.recall(), b.recall()), Math.max(a.f1(), b.f1()));
    }

    private String warning(Answer answer, Map<String, TokenEncoder.Encoding> encoded) {
        List<TokenEncoder.Encoding> encodings = texts(answer).map(encoded::get).toList();
        String language = encodings.stream()
                .map(LanguageCheck::of)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        boolean cut = encodings.stream().anyMatch(TokenEncoder.Encoding::truncated);
        return cut ? (language + " A text is longer than the encoder takes and was cut.").strip() : language;
    }
}
