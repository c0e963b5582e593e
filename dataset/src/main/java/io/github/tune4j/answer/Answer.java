package io.github.tune4j.answer;

import io.github.tune4j.chat.TokenUsage;
import java.time.Duration;
import java.util.Optional;

/**
 * What a model answered. There is always a text; what was not answered is a failure of its sheet.
 *
 * @param question what was asked
 * @param text the answer, possibly empty
 * @param usage tokens in and out; zeros when unknown
 * @param latency how long it took; zero when unknown
 */
public record Answer(Question question, String text, TokenUsage usage, Duration latency) {

    /**
     * The expected answer.
     *
     * @return empty when the question has none
     */
    public Optional<String> reference() {
        return Optional.ofNullable(question.reference());
    }
}
