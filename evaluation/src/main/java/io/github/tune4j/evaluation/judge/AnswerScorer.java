package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.evaluation.judge.Judge.Mode;
import io.github.tune4j.evaluation.judge.Judge.Outcome;
import io.github.tune4j.evaluation.judge.Judge.Reading;
import io.github.tune4j.evaluation.judge.VerdictLog.Form;
import io.github.tune4j.evaluation.judge.VerdictLog.Judgement;
import io.github.tune4j.json.Json;
import java.util.Locale;

/** Has a model give one answer a score, in either mode. */
final class AnswerScorer {
    private final ChatModel model;
    private final Rubric rubric;
    private final Mode mode;
    private final ChatOptions options;
    private final double divisor;
    private final JudgePrompt prompt;
    private final VerdictReader reader;
    private final Asker asker;

    AnswerScorer(ChatModel model, Rubric rubric, Mode mode, ChatOptions options, double divisor) {
        this.model = model;
        this.rubric = rubric;
        this.mode = mode;
        this.options = options;
        this.divisor = divisor;
        this.prompt = mode == Mode.ROBUST ? JudgePrompt.robust(rubric) : JudgePrompt.labelledScore(rubric);
        this.asker = new Asker(model);
        this.reader = new VerdictReader(rubric);
    }

    String signature() {
        return head(rubric.name(), mode)
                + Asker.signature(model, rubric, prompt.texts(), options)
                + (divisor == 1 ? "" : "|divided-by:" + divisor);
    }

    /** How the signatures of all judges begin that ask in one way by one criterion. */
    static String head(String criterion, Mode mode) {
        return criterion + "|v:1|mode:" + mode.name().toLowerCase(Locale.ROOT);
    }

    JudgePrompt prompt() {
        return prompt;
    }

    Judgement judge(Answer answer, int repeat) {
        try {
            return mode == Mode.ROBUST ? robust(answer, repeat) : compatible(answer, repeat);
        } catch (ModelCallException e) {
            return new Judgement(
                    rubric.name(), signature(), repeat, Asker.outcome(e), null, e.problem(), VerdictLog.Raw.NONE);
        }
    }

    private Judgement compatible(Answer answer, int repeat) {
        ChatReply reply = model.chat(prompt.compatible(answer, options));
        return judgement(repeat, Reading.of(mode, rubric, reply.text()), reply.text(), raw(reply.text(), Form.STRICT));
    }

    private Judgement robust(Answer answer, int repeat) {
        return asker.ask(prompt.of(answer, options), reply -> judgementOf(reply, repeat));
    }

    private Judgement judgementOf(ChatReply reply, int repeat) {
        String json = reply.json();
        String raw = json == null ? reply.text() : json;
        Reading reading = json == null ? reader.read(raw) : reader.readObject(raw);
        if (Asker.readable(reply) != Outcome.SCORED) {
            reading = new Reading(Asker.readable(reply), null);
        }
        return judgement(
                repeat,
                reading,
                json == null ? reply.text() : reasoning(json),
                raw(raw, json == null ? Form.TEXT : Form.OBJECT));
    }

    private VerdictLog.Raw raw(String text, Form form) {
        return new VerdictLog.Raw(text, form, rubric.lowest(), rubric.highest(), divisor);
    }

    private Judgement judgement(int repeat, Reading reading, String reason, VerdictLog.Raw raw) {
        Double score = reading.score() == null ? null : (Double) (reading.score() / divisor);
        return new Judgement(rubric.name(), signature(), repeat, reading.outcome(), score, reason, raw);
    }

    private static String reasoning(String json) {
        try {
            JsonNode reasoning = Json.parse(json, "a verdict").path("reasoning");
            return reasoning.isTextual() ? reasoning.textValue() : json;
        } catch (InvalidInputException e) {
            return json;
        }
    }
}
