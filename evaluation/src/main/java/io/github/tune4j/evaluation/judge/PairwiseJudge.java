package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.work.Workers;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that says which of two answers is better. Each pair is shown in both orders, because judges prefer a place;
 * the answers are fenced as for a {@link Judge} in robust mode. Thread-safe.
 */
public final class PairwiseJudge {
    private static final Pattern WINNER = Pattern.compile("(?i)winner\\s*:?\\s*\\[{0,2}(first|second|tie)]{0,2}\\.?");

    private final ChatModel model;
    private final JudgePrompt prompt;
    private final ChatOptions options;
    private final int parallelism;
    private volatile boolean takesSchema = true;

    private PairwiseJudge(Builder builder) {
        this.model = builder.model;
        this.prompt = JudgePrompt.robust(builder.rubric);
        this.options = builder.options;
        this.parallelism = builder.parallelism;
    }

    /** Which answer is better. */
    private enum Decision {
        FIRST,
        SECOND,
        TIE,
        FLIPPED,
        UNREAD;

        Decision mirrored() {
            return this == FIRST ? SECOND : this == SECOND ? FIRST : this;
        }
    }

    /**
     * A judge that asks for one pair at a time, at temperature 0.
     *
     * @param model who judges; pace and price are its own
     * @param rubric by what the answers are compared; its scale does not matter
     * @return the judge
     */
    public static PairwiseJudge of(ChatModel model, Rubric rubric) {
        return builder(model, rubric).build();
    }

    /**
     * Begins a judge.
     *
     * @param model who judges; pace and price are its own
     * @param rubric by what the answers are compared; its scale does not matter
     * @return a builder
     */
    public static Builder builder(ChatModel model, Rubric rubric) {
        return new Builder(model, rubric);
    }

    /**
     * Compares two models on the questions that both answered.
     *
     * @param first the one's answers
     * @param second the other's answers, matched by the question's id
     * @return how often which is preferred
     * @throws InvalidInputException if no question was answered by both
     */
    public PairwiseResult compare(AnswerSheet first, AnswerSheet second) {
        Map<String, Answer> others = new LinkedHashMap<>();
        second.answers().forEach(answer -> others.put(answer.question().id(), answer));
        List<Answer[]> pairs = new ArrayList<>();
        for (Answer answer : first.answers()) {
            Answer other = others.get(answer.question().id());
            if (other != null) {
                pairs.add(new Answer[] {answer, other});
            }
        }
        if (pairs.isEmpty()) {
            throw InvalidInputException.of(
                    "The sheets " + first.label() + " and " + second.label() + " answer no common question.",
                    "ask both models the same questions.");
        }
        List<Decision> decisions = Collections.synchronizedList(new ArrayList<>());
        Workers.each(
                pairs.iterator(),
                Math.min(parallelism, pairs.size()),
                null,
                "the same two answer sheets",
                pair -> decisions.add(decide(pair[0].question(), pair[0].text(), pair[1].text())));
        int flipped = Collections.frequency(decisions, Decision.FLIPPED);
        int unread = Collections.frequency(decisions, Decision.UNREAD);
        return new PairwiseResult(
                Collections.frequency(decisions, Decision.FIRST),
                Collections.frequency(decisions, Decision.SECOND),
                Collections.frequency(decisions, Decision.TIE) + flipped,
                unread,
                (double) flipped / (pairs.size() - unread));
    }

    private Decision decide(Question question, String first, String second) {
        Decision straight = ask(question, first, second);
        if (straight == Decision.UNREAD) {
            return straight;
        }
        Decision turned = ask(question, second, first).mirrored();
        return turned == straight || turned == Decision.UNREAD ? turned : Decision.FLIPPED;
    }

    private Decision ask(Question question, String first, String second) {
        try {
            if (takesSchema) {
                Decision decision = read(model.chat(prompt.pair(question, first, second, options, true)));
                if (decision != Decision.UNREAD) {
                    return decision;
                }
            }
        } catch (ModelCallException e) {
            if (e.kind() != ModelCallException.Kind.INVALID_REQUEST) {
                return Decision.UNREAD;
            }
            takesSchema = false;
        }
        try {
            return read(model.chat(prompt.pair(question, first, second, options, false)));
        } catch (ModelCallException e) {
            return Decision.UNREAD;
        }
    }

    private static Decision read(ChatReply reply) {
        String json = reply.json();
        if (json != null) {
            JsonNode object = ReplyText.parse(json);
            return object == null
                    ? Decision.UNREAD
                    : decision(object.path("winner").asText());
        }
        List<Decision> found = ReplyText.partsOf(reply.text()).sentences().stream()
                .map(sentence -> WINNER.matcher(sentence.replace("*", "")))
                .filter(Matcher::matches)
                .map(winner -> decision(winner.group(1)))
                .distinct()
                .toList();
        return found.size() == 1 ? found.get(0) : Decision.UNREAD;
    }

    private static Decision decision(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "first" -> Decision.FIRST;
            case "second" -> Decision.SECOND;
            case "tie" -> Decision.TIE;
            default -> Decision.UNREAD;
        };
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final ChatModel model;
        private final Rubric rubric;
        private ChatOptions options =
                ChatOptions.builder().temperature(0).maxTokens(1024).build();

        @Positive
        private int parallelism = 1;

        private Builder(ChatModel model, Rubric rubric) {
            this.model = model;
            this.rubric = rubric;
        }

        /**
         * Sets the conditions of the judge's reply.
         *
         * @param options by default temperature 0 and at most 1,024 tokens
         * @return this builder
         */
        public Builder options(ChatOptions options) {
            this.options = options;
            return this;
        }

        /**
         * Sets how many pairs are judged at a time.
         *
         * @param pairs from 1; 1 by default
         * @return this builder
         */
        public Builder parallelism(int pairs) {
            this.parallelism = pairs;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the judge
         * @throws InvalidInputException if the parallelism is below 1
         */
        public PairwiseJudge build() {
            InvalidInputException.check(this);
            return new PairwiseJudge(this);
        }
    }
}
