package io.github.tune4j.evaluation.metric;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/**
 * How long the answer is, measured by its reference: 1 when both are equally long, 2 when the answer is twice as long.
 * The parts {@code answer} and {@code reference} are the lengths. Immutable.
 */
public final class LengthRatio implements Metric {
    private final String name;
    private final String unit;
    private final ToIntFunction<String> length;

    private LengthRatio(String name, String unit, ToIntFunction<String> length) {
        this.name = name;
        this.unit = unit;
        this.length = length;
    }

    /**
     * In the tokens of {@link Tokenizer#words()}.
     *
     * @return the metric {@code token_ratio}
     */
    public static LengthRatio ofTokens() {
        Tokenizer words = Tokenizer.words();
        return new LengthRatio(
                "token_ratio", words.name(), text -> words.tokens(text).size());
    }

    /**
     * In code points.
     *
     * @return the metric {@code character_ratio}
     */
    public static LengthRatio ofCharacters() {
        return new LengthRatio("character_ratio", "code points", text -> text.codePointCount(0, text.length()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String signature() {
        return name + "|v:1|unit:" + unit;
    }

    @Override
    public Verdict score(Answer answer) {
        if (answer.reference().isEmpty()) {
            return Verdict.unscored(References.NONE);
        }
        int given = length.applyAsInt(answer.text());
        int expected = length.applyAsInt(answer.reference().get());
        return expected == 0
                ? Verdict.unscored("the reference answer has no length")
                : new Verdict.Scored(
                        (double) given / expected,
                        Map.of("answer", (double) given, "reference", (double) expected),
                        "");
    }

    /** The length of all answers by that of all references. */
    @Override
    public OptionalDouble corpusScore(List<Answer> answers) {
        long given = 0;
        long expected = 0;
        for (Answer answer : answers) {
            if (answer.reference().isPresent()) {
                given += length.applyAsInt(answer.text());
                expected += length.applyAsInt(answer.reference().get());
            }
        }
        return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) given / expected);
    }
}
