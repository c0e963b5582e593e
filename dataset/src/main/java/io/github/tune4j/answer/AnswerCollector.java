package io.github.tune4j.answer;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.AnswerSheet.Failure;
import io.github.tune4j.answer.AnswerSheet.Settings;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.work.Crew;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model a set of questions, each under the same conditions, and keeps the answers in a file. Built once and used
 * for base and tuned model alike. Immutable and thread-safe; one run at a time on a file.
 */
public final class AnswerCollector {
    private final Settings settings;
    private final Crew crew;

    private AnswerCollector(Builder builder) {
        this.settings = new Settings(builder.systemPrompt, builder.options);
        this.crew = new Crew(builder.parallelism, builder.executor, builder.progress);
    }

    /**
     * Begins the conditions.
     *
     * @return a builder: no system prompt, the model's own options, up to 16 calls at a time
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Asks what neither the file nor its {@code .part} answers.
     *
     * <p>Each answer is appended to {@code <file>.part} as it comes, so a crash repeats nothing; at the end the file gets
     * its own name, with the answers in the order of the questions. A question that the model could not answer is kept
     * as a failure and asked again when this is called again. When every question is answered already, nothing is asked.
     *
     * @param label what the sheet is called in reports
     * @param model who answers; its pace and its price are its own
     * @param questions what is asked; ids must be unique
     * @param file where the answers are kept
     * @return the sheet, which is also in the file
     * @throws InvalidInputException if two questions have the same id, or the file holds answers under another label, of
     *     another model, under other conditions or to questions that are not asked
     * @throws BudgetExceededException if the budget of the model does not suffice; the answers so far are kept
     * @throws CancelledException if the thread is interrupted; the answers so far are kept
     * @throws TuneException if the file cannot be written
     */
    public AnswerSheet collect(String label, ChatModel model, List<Question> questions, Path file) {
        Question.checkIds(questions, "The list of questions");
        AnswerFile answers = AnswerFile.open(file, label, model.name(), settings, questions);
        List<Question> open = answers.open();
        if (!open.isEmpty()) {
            crew.eachLeft(
                    "answers", questions.size(), open, file.toString(), question -> ask(model, question, answers));
        }
        return answers.finish();
    }

    private void ask(ChatModel model, Question question, AnswerFile answers) {
        try {
            ChatReply reply = model.chat(request(question));
            answers.add(new Answer(question, reply.text(), reply.usage(), reply.latency()));
        } catch (ModelCallException e) {
            answers.add(new Failure(question, e.problem()));
        }
    }

    private ChatRequest request(Question question) {
        ChatRequest.Builder request =
                ChatRequest.builder(Message.user(question.text())).options(settings.options());
        if (settings.systemPrompt() != null) {
            request.system(settings.systemPrompt());
        }
        return request.build();
    }

    /** Collects the conditions. Not thread-safe. */
    public static final class Builder {
        private @Nullable String systemPrompt;
        private ChatOptions options = ChatOptions.defaults();

        @Positive
        private int parallelism = 16;

        private @Nullable Executor executor;
        private @Nullable ProgressListener progress;

        private Builder() {}

        /**
         * Sets the system prompt; the one that the model was tuned with.
         *
         * @param text the prompt
         * @return this builder
         */
        public Builder systemPrompt(String text) {
            this.systemPrompt = text;
            return this;
        }

        /**
         * Sets the options of each call.
         *
         * @param options the options
         * @return this builder
         */
        public Builder options(ChatOptions options) {
            this.options = options;
            return this;
        }

        /**
         * Sets the most calls at a time; the model's pace decides below it.
         *
         * @param calls from 1
         * @return this builder
         */
        public Builder parallelism(int calls) {
            this.parallelism = calls;
            return this;
        }

        /**
         * Sets whose threads make the calls; it is not shut down.
         *
         * @param executor threads of one's own; without it there are some for each run
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Hears how many questions are done.
         *
         * @param listener who hears
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Ends the conditions.
         *
         * @return the collector
         * @throws InvalidInputException if a setting is out of its range
         */
        public AnswerCollector build() {
            InvalidInputException.check(this);
            return new AnswerCollector(this);
        }
    }
}
