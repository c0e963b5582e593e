package io.github.tune4j.dataset;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.work.Crew;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a model draw questions and answers from documents. Immutable and thread-safe; one run at a time on a file.
 *
 * <p>Documents are PDF, text, Markdown and HTML of any length (a long one is shown in parts, over which the questions
 * are spread), and csv, doc, docx, xls and xlsx up to 4.5 MB, as Bedrock takes them. PDF needs
 * {@code org.apache.pdfbox:pdfbox} on the path.
 */
public final class DatasetGenerator {
    private final Settings settings;

    /** What a run is made with. */
    record Settings(
            ChatModel model,
            int count,
            PromptTemplate prompt,
            Map<String, String> places,
            List<QaPair> avoid,
            ChatOptions options,
            Crew crew) {}

    private DatasetGenerator(Settings settings) {
        this.settings = settings;
    }

    /**
     * Begins a generator.
     *
     * @param model who writes the pairs; its pace and its price are its own
     * @return a builder: 32 pairs, answers of up to 3,000 tokens, in the language of the document
     */
    public static Builder builder(ChatModel model) {
        return new Builder(model);
    }

    /**
     * Draws pairs until there are exactly as many as asked for, all distinct.
     *
     * <p>The file is a JSON array of {@code {"question", "answer", "source"}}, which {@link DatasetConverter} and
     * {@link QaPair#read} take as it is, readable by its owner only. Until it is complete, pairs are appended to
     * {@code <file>.part}, one a line, so the same call goes on after a crash. When the file is there already with as
     * many pairs as asked for, no model is asked; when it has fewer, those that are missing are added.
     *
     * @param documents what the pairs are drawn from
     * @param file where the pairs are kept
     * @return the pairs, which are also in the file
     * @throws InvalidInputException if there is no document, one cannot be read, or the file holds more pairs than are
     *     asked for
     * @throws ModelCallException if the model answers none of several calls in a row; the pairs so far are kept
     * @throws BudgetExceededException if the budget of the model does not suffice; the pairs so far are kept
     * @throws CancelledException if the thread is interrupted; the pairs so far are kept
     * @throws TuneException if the documents do not give as many distinct pairs, or the file cannot be written; the
     *     pairs so far are kept
     */
    public List<QaPair> generate(List<Path> documents, Path file) {
        return new Generation(settings, file).generate(documents);
    }

    /** Collects the settings of a generator. Not thread-safe. */
    public static final class Builder {
        @NotNull
        private final ChatModel model;

        @Positive
        private int count = 32;

        @NotNull
        private List<@NotBlank String> topics = List.of();

        @NotNull
        private List<QaPair> avoid = List.of();

        @NotNull
        private ChatOptions options = ChatOptions.builder().maxTokens(3_000).build();

        @Positive
        private int parallelism = 4;

        private @Nullable Locale language;
        private @Nullable String instructions;
        private @Nullable String prompt;
        private @Nullable Executor executor;
        private @Nullable ProgressListener progress;

        private Builder(ChatModel model) {
            this.model = model;
        }

        /**
         * Sets how many pairs are wanted.
         *
         * @param pairs from 1; 32 unless set
         * @return this builder
         */
        public Builder count(int pairs) {
            this.count = pairs;
            return this;
        }

        /**
         * Sets what to ask about, such as the thin topics of a quality report.
         *
         * @param topics the topics; without them, whatever the documents are about
         * @return this builder
         */
        public Builder topics(List<String> topics) {
            this.topics = topics;
            return this;
        }

        /**
         * Sets the language of the pairs. For Japanese the prompt is Japanese too.
         *
         * @param language the language; without it, that of the document
         * @return this builder
         */
        public Builder language(Locale language) {
            this.language = language;
            return this;
        }

        /**
         * Sets pairs that are there already: no question like one of theirs is taken.
         *
         * @param known the pairs
         * @return this builder
         */
        public Builder avoid(List<QaPair> known) {
            this.avoid = known;
            return this;
        }

        /**
         * Adds rules of one's own to the prompt, such as tone or length.
         *
         * @param text the rules
         * @return this builder
         */
        public Builder instructions(String text) {
            this.instructions = text;
            return this;
        }

        /**
         * Replaces the prompt. {@code {count}}, {@code {language}}, {@code {topics}}, {@code {instructions}} and
         * {@code {known}} (questions to be avoided) are filled in; a line with a place that nothing is filled into is left
         * out.
         *
         * @param template the prompt
         * @return this builder
         */
        public Builder prompt(String template) {
            this.prompt = template;
            return this;
        }

        /**
         * Sets the options of each call.
         *
         * @param options the options; answers of up to 3,000 tokens unless set
         * @return this builder
         */
        public Builder options(ChatOptions options) {
            this.options = options;
            return this;
        }

        /**
         * Sets the most calls at a time; the model's pace decides below it.
         *
         * @param calls from 1; 4 unless set
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
         * Hears how many pairs there are.
         *
         * @param listener who hears
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the generator
         * @throws InvalidInputException if a setting is out of its range
         */
        public DatasetGenerator build() {
            InvalidInputException.check(this);
            boolean japanese = language != null && PromptTemplate.japanese(language);
            Map<String, String> places = Map.of(
                    "count",
                    "",
                    "known",
                    "",
                    "language",
                    languageName(japanese),
                    "topics",
                    String.join(japanese ? "、" : "; ", topics),
                    "instructions",
                    instructions == null ? "" : instructions.strip());
            PromptTemplate template = prompt == null
                    ? PromptTemplate.bundled("generate", japanese)
                    : new PromptTemplate(prompt).allowing("prompt", places);
            return new DatasetGenerator(new Settings(
                    model,
                    count,
                    template,
                    places,
                    List.copyOf(avoid),
                    options,
                    new Crew(parallelism, executor, progress)));
        }

        private String languageName(boolean japanese) {
            if (language == null) {
                return "the language of the document";
            }
            return language.getDisplayLanguage(japanese ? Locale.JAPANESE : Locale.ENGLISH);
        }
    }
}
