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
import io.github.tune4j.evaluation.judge.VerdictLog.Form;
import io.github.tune4j.work.Workers;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model that says which of two answers is better. Each pair is shown in both orders, because judges prefer a place;
 * the answers are fenced as for a {@link Judge} in robust mode. Thread-safe.
 *
 * <p>A verdict that was paid for is kept by a hash of everything that led to it; the same pair is not shown twice.
 */
public final class PairwiseJudge {
    private static final Pattern WINNER = Pattern.compile("(?i)winner\\s*:?\\s*\\[{0,2}(first|second|tie)]{0,2}\\.?");

    private final Asker asker;
    private final JudgePrompt prompt;
    private final ChatOptions options;
    private final int parallelism;
    private final VerdictLog log;
    private final String signature;

    private PairwiseJudge(Builder builder) {
        this.asker = new Asker(builder.model);
        this.prompt = JudgePrompt.robust(builder.rubric);
        this.options = builder.options;
        this.parallelism = builder.parallelism;
        this.log = builder.verdicts == null ? VerdictLog.inMemory() : VerdictLog.open(builder.verdicts);
        this.signature = builder.rubric.name() + "|v:1|mode:pairwise"
                + Asker.signature(builder.model, builder.rubric, prompt.texts(), options);
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

    /** By the number under which a verdict is kept. */
    private static final List<Decision> PLACES = List.of(Decision.TIE, Decision.FIRST, Decision.SECOND);

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

    /** What was said of this order before, or else what the model says now. */
    private Decision ask(Question question, String first, String second) {
        String key = ContentHash.of(signature, question.text(), question.reference(), first, second);
        VerdictLog.Judgement judgement = log.findOrElse(key, () -> judgement(question, first, second));
        Double place = judgement.score();
        return place == null ? Decision.UNREAD : PLACES.get(place.intValue());
    }

    private VerdictLog.Judgement judgement(Question question, String first, String second) {
        try {
            return asker.ask(prompt.of(question, first, second, options), this::judgement);
        } catch (ModelCallException e) {
            return judgement(Asker.outcome(e), null, e.problem());
        }
    }

    private VerdictLog.Judgement judgement(ChatReply reply) {
        String raw = reply.json() == null ? reply.text() : reply.json();
        if (Asker.readable(reply) != Judge.Outcome.SCORED) {
            return judgement(Asker.readable(reply), null, raw);
        }
        Double place = place(raw);
        return judgement(place == null ? Judge.Outcome.UNREADABLE : Judge.Outcome.SCORED, place, raw);
    }

    private VerdictLog.Judgement judgement(Judge.Outcome outcome, @Nullable Double place, String reply) {
        return new VerdictLog.Judgement(
                "pairwise", signature, 0, outcome, place, reply, new VerdictLog.Raw(reply, Form.CHOICE, 0, 2, 1));
    }

    /** The place of the better answer in a kept reply: 1 or 2, 0 for a tie; null when it cannot be read. */
    static @Nullable Double place(String reply) {
        JsonNode object = ReplyText.parse(reply);
        Decision decision = object == null
                ? readText(reply)
                : decision(object.path("winner").asText());
        return decision == Decision.UNREAD ? null : (Double) (double) PLACES.indexOf(decision);
    }

    private static Decision readText(String reply) {
        List<Decision> found = ReplyText.partsOf(reply).sentences().stream()
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

        private @Nullable Path verdicts;

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
         * Sets the file that keeps what was said: a verdict a line, appended at once. A crash or a rerun repeats no paid
         * call.
         *
         * @param file created when it does not exist; readable by its owner only; not that of another judge
         * @return this builder
         */
        public Builder verdicts(Path file) {
            this.verdicts = file;
            return this;
        }

        /**
         * Ends the settings and reads what the file of verdicts holds. No model is asked.
         *
         * @return the judge
         * @throws InvalidInputException if the parallelism is below 1 or the file cannot be read
         */
        public PairwiseJudge build() {
            InvalidInputException.check(this);
            return new PairwiseJudge(this);
        }
    }
}
