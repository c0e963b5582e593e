package io.github.tune4j.evaluation.metric;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.Verdict;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Where the right answers to a question come from. */
record References(String name, Function<? super Question, ? extends List<String>> source) {
    static final String NONE = "the question has no reference answer";

    static final References OF_THE_QUESTION =
            new References("1", question -> question.reference() == null ? List.of() : List.of(question.reference()));

    static References given(Function<? super Question, ? extends List<String>> source) {
        return new References("given", source);
    }

    List<String> of(Question question) {
        return source.apply(question);
    }

    /** The verdict by the reference with the best F measure. */
    Verdict best(Answer answer, Tokenizer tokenizer, BiFunction<String, String, PrecisionRecall> comparison) {
        List<String> expected = of(answer.question());
        PrecisionRecall best = null;
        for (String reference : expected) {
            PrecisionRecall score = comparison.apply(answer.text(), reference);
            if (best == null || score.f1() > best.f1()) {
                best = score;
            }
        }
        return best == null
                ? Verdict.unscored(NONE)
                : best.verdict(LanguageCheck.of(tokenizer, answer.text(), expected));
    }
}
