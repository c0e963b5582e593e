package io.github.tune4j.evaluation.metric;

import io.github.tune4j.answer.Question;
import java.util.List;
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
}
