package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.dataset.DatasetCurator.Scale;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A grade as a judge returns it: with a score in JSON, or with a verdict in XML tags. What is doubtful is no grade.
 *
 * @param score null with a verdict
 * @param correct null with a score
 * @param reason at most four sentences
 */
record GradeReply(@Nullable Integer score, @Nullable Boolean correct, String reason) {
    private static final int MOST_SENTENCES = 4;
    private static final Pattern REASON = Pattern.compile("(?s)<reason>(.*?)</reason>");
    private static final Pattern VERDICT =
            Pattern.compile("(?i)<verdict>\\s*(correct|incorrect)\\s*\\.?\\s*</verdict>");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?][\"')\\]]*(?=\\s)|[。！？]」?");

    static final AnswerSchema SCHEMA = new AnswerSchema("grade", """
            {"type": "object", "required": ["reason", "score"], "properties": {
              "reason": {"type": "string", "description": "the reason, in at most four sentences"},
              "score": {"type": "integer", "minimum": 1, "maximum": 10, "description": "the score"}}}""");

    static Optional<GradeReply> read(ChatReply reply, Scale scale) {
        return scale == Scale.ONE_TO_TEN
                ? score(reply.json() != null ? reply.json() : reply.text())
                : verdict(reply.text());
    }

    private static Optional<GradeReply> score(String text) {
        int begin = text.indexOf('{');
        int end = text.lastIndexOf('}');
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        try {
            JsonFields fields = JsonFields.of(Json.parse(text.substring(begin, end + 1), "reply"), "reply");
            BigDecimal score = fields.decimalOrNull("score");
            int whole = score == null ? 0 : score.intValueExact();
            String reason = fields.textOrNull("reason");
            return whole < 1 || whole > 10
                    ? Optional.empty()
                    : Optional.of(new GradeReply(whole, null, shortened(reason == null ? "" : reason)));
        } catch (InvalidInputException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The verdict outside of the reason, where the judge may quote the answer; two that differ are none. */
    private static Optional<GradeReply> verdict(String text) {
        Matcher reason = REASON.matcher(text);
        String why = reason.find() ? reason.group(1).strip() : "";
        Matcher verdict = VERDICT.matcher(REASON.matcher(text).replaceAll(""));
        String found = null;
        while (verdict.find()) {
            String word = verdict.group(1).toLowerCase(Locale.ROOT);
            if (found != null && !found.equals(word)) {
                return Optional.empty();
            }
            found = word;
        }
        return found == null
                ? Optional.empty()
                : Optional.of(new GradeReply(null, found.equals("correct"), shortened(why)));
    }

    private static String shortened(String reason) {
        Matcher end = SENTENCE_END.matcher(reason);
        int sentences = 0;
        while (end.find()) {
            sentences++;
            if (sentences == MOST_SENTENCES) {
                return reason.substring(0, end.end()).strip();
            }
        }
        return reason.strip();
    }
}
