package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.Finding.Kind;
import io.github.tune4j.dataset.quality.Finding.Side;
import io.github.tune4j.dataset.quality.PersonalData.Match;
import io.github.tune4j.run.ReportSection.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is found in the records of one set, each by itself and against the lengths of all. Not thread-safe. */
final class SetChart {
    /** When more answers than this share end without a full stop, that is the style of the data. */
    private static final double STYLE = 0.3;

    /** When more answers than this share are a word or two, short answers are what the data teaches. */
    private static final double SHORT_IS_USUAL = 0.2;

    private final ExaminedSet set;
    private final Findings findings;
    private final boolean showValues;
    private final Map<String, Long> languages = new TreeMap<>();
    private final Ints questionWeights = new Ints();
    private final Ints answerWeights = new Ints();
    private final Ints characters = new Ints();
    private final Ints unfinished = new Ints();
    private final Ints shortAnswers = new Ints();
    private long answers;

    SetChart(ExaminedSet set, Findings findings, boolean showValues) {
        this.set = set;
        this.findings = findings;
        this.showValues = showValues;
    }

    /** Takes the next record; they come in order. */
    void add(Observation record) {
        Observation.Text question = record.question();
        Observation.Text answer = record.answer();
        languages.merge(question.language(), 1L, Long::sum);
        questionWeights.add(question.weight());
        characters.add(record.characters());
        sensitive(record.number(), Side.SYSTEM, record.inSystem());
        sensitive(record.number(), Side.QUESTION, question.sensitive());
        if (question.fingerprint() == null) {
            report(
                    record.number(),
                    Kind.EMPTY,
                    Severity.ERROR,
                    Side.QUESTION,
                    "The question holds nothing.",
                    "write the question, or take the record out.");
        }
        answerWeights.add(answer == null || record.flags().contains(AnswerFlag.SHORT) ? 0 : answer.weight());
        if (answer != null) {
            answers++;
            sensitive(record.number(), Side.ANSWER, answer.sensitive());
            flags(record);
            languages(record.number(), question.language(), answer.language());
        }
    }

    private void flags(Observation record) {
        int number = record.number();
        for (AnswerFlag flag : record.flags()) {
            switch (flag) {
                case EMPTY ->
                    report(
                            number,
                            Kind.EMPTY,
                            Severity.ERROR,
                            Side.ANSWER,
                            "The answer holds nothing.",
                            "write the answer, or take the record out.");
                case PLACEHOLDER ->
                    report(
                            number,
                            Kind.PLACEHOLDER,
                            Severity.WARNING,
                            Side.ANSWER,
                            "The answer is a stand-in for one that was to come.",
                            "write the answer, or take the record out.");
                case REFUSAL ->
                    report(
                            number,
                            Kind.REFUSAL,
                            Severity.WARNING,
                            Side.ANSWER,
                            "The answer refuses to answer.",
                            "answer the question, unless refusing is what the model is to learn.");
                case TRUNCATED -> truncated(number);
                case UNFINISHED -> unfinished.add(number);
                case SHORT -> shortAnswers.add(number);
            }
        }
    }

    private void truncated(int number) {
        report(
                number,
                Kind.TRUNCATED,
                Severity.WARNING,
                Side.ANSWER,
                "The answer breaks off.",
                "complete it; a model learns to break off too.");
    }

    private void languages(int number, String question, String answer) {
        if (!question.equals(answer)
                && !question.equals(Language.UNDETERMINED)
                && !answer.equals(Language.UNDETERMINED)) {
            report(
                    number,
                    Kind.LANGUAGE,
                    Severity.WARNING,
                    Side.RECORD,
                    "The question is in " + question + " and the answer in " + answer + ".",
                    "answer in the language of the question, unless the model is to translate.");
        }
    }

    private void sensitive(int number, Side side, List<Match> matches) {
        for (Match match : matches) {
            boolean secret = match.type().secret();
            findings.add(new Finding(
                    secret ? Kind.SECRET : Kind.PERSONAL_DATA,
                    secret ? Severity.ERROR : Severity.WARNING,
                    List.of(set.place(number)),
                    side,
                    null,
                    match.type().id(),
                    showValues ? match.value() : match.masked(),
                    (secret ? "A secret stands in the data: " : "Personal data stands in the data: ")
                            + match.type().id() + ".",
                    secret
                            ? "take it out and make it invalid: whoever has read the file has it."
                            : "take it out, or write a redacted copy (PersonalData.redact)."));
        }
    }

    /** What can be said only when all records are known. */
    void finish() {
        if (unfinished.size() <= STYLE * answers) {
            for (int i = 0; i < unfinished.size(); i++) {
                truncated(unfinished.get(i));
            }
        }
        if (shortAnswers.size() <= SHORT_IS_USUAL * answers) {
            for (int i = 0; i < shortAnswers.size(); i++) {
                report(
                        shortAnswers.get(i),
                        Kind.SHORT,
                        Severity.WARNING,
                        Side.ANSWER,
                        "The answer is a word or two.",
                        "see whether that is all there is to say.");
            }
        }
        outliers(questionWeights, Side.QUESTION, "question");
        outliers(answerWeights, Side.ANSWER, "answer");
    }

    private void outliers(Ints weights, Side side, String name) {
        LengthSpread spread = LengthSpread.of(weights);
        for (int i = 0; i < weights.size(); i++) {
            if (spread.standsOut(weights.get(i))) {
                report(
                        i + 1,
                        Kind.OUTLIER,
                        Severity.WARNING,
                        side,
                        "The " + name + " has a length of about " + weights.get(i) + " letters where half of the "
                                + name + "s have less than " + spread.median() + " and half more.",
                        "see whether it belongs into this data.");
            }
        }
    }

    private void report(int number, Kind kind, Severity severity, @Nullable Side side, String problem, String remedy) {
        findings.add(new Finding(kind, severity, List.of(set.place(number)), side, null, null, null, problem, remedy));
    }

    /** How many characters a record has, so that many can be loaded within bounds. */
    int characters(int number) {
        return characters.get(number - 1);
    }

    QualityReport.ExaminedFile facts() {
        return new QualityReport.ExaminedFile(set.role(), set.name(), characters.size(), languages);
    }
}
