package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.ExaminedSet.Entry;
import io.github.tune4j.dataset.quality.PersonalData.Match;
import io.github.tune4j.text.Fingerprint;
import io.github.tune4j.text.NormalForm;
import io.github.tune4j.text.Topic;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a record once it has been read, whatever its length.
 *
 * @param number the record's number, from 1
 * @param question what was seen of the question
 * @param answer what was seen of the answer; null when that is not known
 * @param record the fingerprint of both together; null when there is nothing in it
 * @param flags what is wrong with the answer by itself
 * @param inSystem personal data in the system prompt
 */
record Observation(
        int number,
        Text question,
        @Nullable Text answer,
        @Nullable Fingerprint record,
        Set<AnswerFlag> flags,
        List<Match> inSystem) {

    /**
     * What was seen of a text.
     *
     * @param fingerprint null when there is nothing in it
     * @param language as {@link Language} names it
     * @param weight its length as {@link AnswerCheck#weight} tells it
     * @param characters its length in UTF-16 units
     * @param sensitive personal data and secrets
     * @param mentions of each topic; empty when none is named
     */
    record Text(
            @Nullable Fingerprint fingerprint,
            String language,
            int weight,
            int characters,
            List<Match> sensitive,
            int[] mentions) {

        static Text of(String text, String normalForm, List<Topic> topics) {
            return new Text(
                    normalForm.isEmpty() ? null : Fingerprint.of(normalForm),
                    Language.of(normalForm),
                    (int) Math.ceil(AnswerCheck.weight(normalForm)),
                    text.length(),
                    PersonalData.find(text),
                    Topics.mentions(topics, text, normalForm));
        }
    }

    static Observation of(Entry entry, List<Topic> topics, boolean systemIsNew) {
        String question = NormalForm.of(entry.question());
        String answer = NormalForm.of(entry.answerOrNothing());
        Text seenQuestion = Text.of(entry.question(), question, topics);
        Text seenAnswer = entry.answer() == null ? null : Text.of(entry.answer(), answer, topics);
        return new Observation(
                entry.number(),
                seenQuestion,
                seenAnswer,
                seenAnswer == null ? null : joined(question, seenQuestion.fingerprint, answer, seenAnswer.fingerprint),
                entry.answer() == null ? Set.of() : AnswerCheck.flags(entry.answer(), answer),
                entry.system() == null || !systemIsNew ? List.of() : PersonalData.find(entry.system()));
    }

    private static @Nullable Fingerprint joined(
            String question, @Nullable Fingerprint ofQuestion, String answer, @Nullable Fingerprint ofAnswer) {
        if (ofQuestion == null || ofAnswer == null) {
            return ofQuestion == null ? ofAnswer : ofQuestion;
        }
        return Fingerprint.joined(question, ofQuestion, answer, ofAnswer);
    }

    int characters() {
        return question.characters + (answer == null ? 0 : answer.characters);
    }
}
