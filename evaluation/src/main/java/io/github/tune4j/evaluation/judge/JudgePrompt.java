package io.github.tune4j.evaluation.judge;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a judge is asked. In the robust form every part stands between tags that carry a code derived from all
 * parts: a text cannot hold the code of a prompt that it is a part of, whatever earlier prompts it has seen.
 */
final class JudgePrompt {
    private final Rubric rubric;
    private final PromptTexts texts;

    private JudgePrompt(Rubric rubric, PromptTexts texts) {
        this.rubric = rubric;
        this.texts = texts;
    }

    static JudgePrompt robust(Rubric rubric) {
        return new JudgePrompt(rubric, PromptTexts.of("robust-v1", rubric.language()));
    }

    static JudgePrompt labelledScore(Rubric rubric) {
        return new JudgePrompt(rubric, PromptTexts.of("labelled-score-v1", rubric.language()));
    }

    PromptTexts texts() {
        return texts;
    }

    /** An answer to be scored. */
    Asker.Prompt of(Answer answer, ChatOptions options) {
        return new Asker.Prompt() {
            @Override
            public ChatRequest inShape() {
                return withSchema(answer, options);
            }

            @Override
            public ChatRequest asText(boolean again) {
                return JudgePrompt.this.asText(answer, options, again);
            }
        };
    }

    /** Two answers to be compared. */
    Asker.Prompt of(Question question, String first, String second, ChatOptions options) {
        return new Asker.Prompt() {
            @Override
            public ChatRequest inShape() {
                return pairWithSchema(values(question, first, second), options);
            }

            @Override
            public ChatRequest asText(boolean again) {
                return pairAsText(values(question, first, second), options, again);
            }
        };
    }

    ChatRequest withSchema(Answer answer, ChatOptions options) {
        Map<String, String> values = values(answer.question(), answer.text(), null);
        String schema = """
                {"type":"object","properties":{"reasoning":{"type":"string","description":"%s"},\
                "score":{"type":"integer","minimum":%d,"maximum":%d,"description":"%s"}},\
                "required":["reasoning","score"],"additionalProperties":false}""".formatted(
                        texts.part("schema.reasoning", values),
                        rubric.lowest(),
                        rubric.highest(),
                        texts.part("schema.score", values));
        return request(task(values) + texts.part("close.schema", values), options)
                .answerSchema(new AnswerSchema("verdict", schema))
                .build();
    }

    ChatRequest asText(Answer answer, ChatOptions options, boolean again) {
        Map<String, String> values = values(answer.question(), answer.text(), null);
        String reminder = again ? "\n" + texts.part("close.again", values) : "";
        return request(task(values) + texts.part("close.text", values) + reminder, options)
                .build();
    }

    private String task(Map<String, String> values) {
        return texts.part("task", values) + parts(values, "answer");
    }

    private ChatRequest pairWithSchema(Map<String, String> values, ChatOptions options) {
        String schema = """
                {"type":"object","properties":{"reasoning":{"type":"string","description":"%s"},\
                "winner":{"type":"string","enum":["first","second","tie"],"description":"%s"}},\
                "required":["reasoning","winner"],"additionalProperties":false}""".formatted(texts.part("schema.reasoning", values), texts.part("schema.winner", values));
        return request(pairTask(values) + texts.part("pair.close.schema", values), options)
                .answerSchema(new AnswerSchema("comparison", schema))
                .build();
    }

    private ChatRequest pairAsText(Map<String, String> values, ChatOptions options, boolean again) {
        String reminder = again ? "\n" + texts.part("pair.close.again", values) : "";
        return request(pairTask(values) + texts.part("pair.close.text", values) + reminder, options)
                .build();
    }

    private String pairTask(Map<String, String> values) {
        return texts.part("pair.task", values) + parts(values, "first", "second");
    }

    private String parts(Map<String, String> values, String... answers) {
        StringBuilder parts = new StringBuilder(texts.part("part.question", values));
        if (values.containsKey("reference")) {
            parts.append(texts.part("part.reference", values));
        }
        for (String answer : answers) {
            parts.append(texts.part("part." + answer, values));
        }
        return parts.toString();
    }

    private Map<String, String> values(Question question, String answer, @Nullable String second) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "criterion",
                rubric.line().contains("\n") ? "\n" + rubric.line() : rubric.name() + ". " + rubric.description());
        values.put("lowest", String.valueOf(rubric.lowest()));
        values.put("highest", String.valueOf(rubric.highest()));
        values.put(
                "anchors",
                rubric.anchors().entrySet().stream()
                        .map(anchor -> anchor.getKey() + " = " + anchor.getValue() + "\n")
                        .collect(Collectors.joining()));
        values.put("question", question.text());
        values.put("answer", answer);
        values.put("first", answer);
        values.put("second", second == null ? "" : second);
        if (question.reference() != null) {
            values.put("reference", question.reference());
        }
        values.put("code", code(question, answer, second));
        values.put(
                "about-reference",
                texts.part(question.reference() == null ? "reference.absent" : "reference.present", values));
        return values;
    }

    /** Not in any part, even by chance. */
    private static String code(Question question, String answer, @Nullable String second) {
        String all = question.text() + question.reference() + answer + second;
        String code = ContentHash.of(question.text(), question.reference(), answer, second)
                .substring(0, 16);
        while (all.toLowerCase(Locale.ROOT).contains(code)) {
            code = ContentHash.of(code).substring(0, 16);
        }
        return code;
    }

    /** The structure of LangChain's labelled score evaluator, in words of its own. */
    ChatRequest compatible(Answer answer, ChatOptions options) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("criteria", texts.part("criteria", Map.of()) + "\n" + rubric.line() + "\n");
        values.put("question", answer.question().text());
        values.put("answer", answer.text());
        answer.reference().ifPresent(reference -> values.put("reference", reference));
        return request(texts.part(values.containsKey("reference") ? "user" : "unlabelled", values), options)
                .build();
    }

    private ChatRequest.Builder request(String text, ChatOptions options) {
        return ChatRequest.builder(Message.user(text))
                .system(texts.part("system", Map.of()))
                .options(options);
    }
}
