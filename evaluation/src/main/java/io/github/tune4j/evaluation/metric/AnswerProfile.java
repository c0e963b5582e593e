package io.github.tune4j.evaluation.metric;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.Reportable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * How a model answers, without regard to whether it is right: what fine-tuning changes first. Shares run from 0 to 1;
 * all numbers are 0 when there is no answer.
 *
 * @param label which model answered
 * @param answers how many answers there are
 * @param numberedLists share with a numbered list of at least two items
 * @param bulletLists share with at least two bullets
 * @param headings share with a Markdown heading or a line that is bold as a whole
 * @param code share with a fenced block or code between backticks
 * @param doesNotKnow share that says, in English or Japanese, that it does not know or will not answer
 * @param meanWords words of {@link Tokenizer#words()} in an answer, on average
 * @param meanTokens tokens of an answer as its endpoint counted them, on average over those that were counted
 */
public record AnswerProfile(
        String label,
        int answers,
        double numberedLists,
        double bulletLists,
        double headings,
        double code,
        double doesNotKnow,
        double meanWords,
        double meanTokens)
        implements Reportable {

    private static final Pattern NUMBERED = Pattern.compile("(?m)^\\h*+(?:\\d{1,3}[.)．、]|[①-⑳])\\s*\\S");
    private static final Pattern BULLET = Pattern.compile("(?m)^\\h*+(?:[-*+–]\\s|[•・‣▪●◦])\\s*\\S");
    private static final Pattern HEADING = Pattern.compile("(?m)^(?:#{1,6}\\s+\\S.*|\\h*+\\*\\*[^*\\n]+\\*\\*:?\\s*)$");
    private static final Pattern CODE = Pattern.compile("```|`[^`\\n]+`");

    private static final Pattern NO_ANSWER = Pattern.compile(
            String.join(
                    "|",
                    "\\bi(?:'m| am) (?:sorry|afraid|unable|not (?:able|aware|sure|familiar|certain))\\b",
                    "\\bi (?:do not|don't|cannot|can't|can not|could not|couldn't|won't|will not)(?: \\w+ly)?"
                            + " (?:know|have|provide|answer|help|assist|fulfill?|say|comply|find|access|give|tell)\\b",
                    "\\bi (?:must|have to|need to) decline\\b",
                    "\\b(?:would not|wouldn't) be appropriate for me\\b",
                    "\\bmy knowledge is limited\\b",
                    "(?:分|わ)かりません|わからない|知りません|存じ(?:上げ)?ません",
                    "答え(?:することが|は)?でき(?:ません|ない|かね)|(?:答え|回答)(?:いたし)?かねます|回答(?:することが|は)?できません",
                    "情報(?:が|は|を)(?:ありません|ございません|持って(?:い)?ません|持ち合わせて(?:い|おり)ません)",
                    "控えさせていただ"),
            Pattern.CASE_INSENSITIVE);

    /**
     * Profiles the answers of a model.
     *
     * @param label which model answered
     * @param answers its answers
     * @return the profile
     */
    public static AnswerProfile of(String label, List<Answer> answers) {
        List<String> texts = answers.stream().map(Answer::text).toList();
        return new AnswerProfile(
                label,
                texts.size(),
                share(texts, text -> NUMBERED.matcher(text).results().count() > 1),
                share(texts, text -> BULLET.matcher(text).results().count() > 1),
                share(texts, HEADING.asPredicate()),
                share(texts, CODE.asPredicate()),
                share(texts, text -> NO_ANSWER.matcher(text.replace('’', '\'')).find()),
                texts.stream()
                        .mapToInt(text -> Tokenizer.words().tokens(text).size())
                        .average()
                        .orElse(0),
                answers.stream()
                        .mapToLong(answer -> answer.usage().outputTokens())
                        .filter(tokens -> tokens > 0)
                        .average()
                        .orElse(0));
    }

    private static double share(List<String> texts, Predicate<String> property) {
        return texts.isEmpty() ? 0 : (double) texts.stream().filter(property).count() / texts.size();
    }

    /**
     * This profile as a table.
     *
     * @return the section
     */
    @Override
    public ReportSection section() {
        return sideBySide(this).section();
    }

    /**
     * Profiles beside each other, a column each; of two also how the second differs from the first, shares in percentage
     * points and means in percent.
     *
     * @param profiles usually those of the base model and of the tuned one
     * @return a part of a report
     */
    public static Reportable sideBySide(AnswerProfile... profiles) {
        List<AnswerProfile> columns = List.of(profiles);
        return () -> {
            List<String> header = new ArrayList<>(List.of("Answers"));
            columns.forEach(profile -> header.add(profile.label));
            if (columns.size() == 2) {
                header.add("Change");
            }
            return ReportSection.builder("How the models answer")
                    .addTable(
                            header,
                            List.of(
                                    row("number", columns, AnswerProfile::answers, Unit.COUNT),
                                    row("with a numbered list", columns, AnswerProfile::numberedLists, Unit.SHARE),
                                    row("with bullets", columns, AnswerProfile::bulletLists, Unit.SHARE),
                                    row("with headings", columns, AnswerProfile::headings, Unit.SHARE),
                                    row("with code", columns, AnswerProfile::code, Unit.SHARE),
                                    row("not knowing or declining", columns, AnswerProfile::doesNotKnow, Unit.SHARE),
                                    row("words on average", columns, AnswerProfile::meanWords, Unit.MEAN),
                                    row("tokens on average", columns, AnswerProfile::meanTokens, Unit.MEAN)))
                    .build();
        };
    }

    /** What a row counts, and so how its numbers and their change are written. */
    private enum Unit {
        COUNT,
        SHARE,
        MEAN;

        String text(double value) {
            return switch (this) {
                case COUNT -> String.valueOf((int) value);
                case SHARE -> Math.round(100 * value) + " %";
                case MEAN -> value == 0 ? "-" : String.format(Locale.ROOT, "%.1f", value);
            };
        }

        String change(double first, double second) {
            return switch (this) {
                case COUNT -> first == second ? "" : signed(second - first);
                case SHARE -> first == second ? "none" : signed(100 * (second - first)) + " points";
                case MEAN -> first == 0 || second == 0 ? "-" : signed(100 * (second / first - 1)) + " %";
            };
        }

        private static String signed(double value) {
            return String.format(Locale.ROOT, "%+d", Math.round(value)).replace('-', '−');
        }
    }

    private static List<String> row(
            String title, List<AnswerProfile> columns, ToDoubleFunction<AnswerProfile> value, Unit unit) {
        List<String> row = new ArrayList<>(List.of(title));
        columns.forEach(profile -> row.add(unit.text(value.applyAsDouble(profile))));
        if (columns.size() == 2) {
            row.add(unit.change(value.applyAsDouble(columns.get(0)), value.applyAsDouble(columns.get(1))));
        }
        return row;
    }
}
