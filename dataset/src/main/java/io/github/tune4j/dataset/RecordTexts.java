package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.text.NormalForm;

/**
 * What is asked and what is answered in a record, over all its turns, as written and in normal form. Of a record that
 * no example can hold, all of it counts as the question.
 */
record RecordTexts(String question, String answer, String questionForm, String answerForm) {
    static RecordTexts of(JsonFields record, RecordShape shape) {
        StringBuilder questions = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        try {
            for (Message message : shape.read(record).messages()) {
                (message.role() == Message.Role.USER ? questions : answers)
                        .append(message.text())
                        .append('\n');
            }
        } catch (NotCarriedOverException | InvalidInputException e) {
            questions.setLength(0);
            questions.append(record.node());
            answers.setLength(0);
        }
        String question = questions.toString();
        String answer = answers.toString();
        return new RecordTexts(question, answer, NormalForm.of(question), NormalForm.of(answer));
    }
}
