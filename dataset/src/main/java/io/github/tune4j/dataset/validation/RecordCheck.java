package io.github.tune4j.dataset.validation;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.DatasetFormat;
import java.io.IOException;

/** Judges one record of a format. */
interface RecordCheck {
    /**
     * Judges a record.
     *
     * @param record at the record's first token; left at its last
     * @param part where to report
     */
    void check(Cursor record, Part part) throws IOException;

    /** Whether the records are Claude's, which can be passed unparsed. */
    static boolean isClaude(DatasetLimits limits) {
        return limits.format() == DatasetFormat.CLAUDE_MESSAGES;
    }

    /**
     * The check of a model's format.
     *
     * @throws InvalidInputException if no model is trained with that format
     */
    static RecordCheck of(DatasetLimits limits) {
        return switch (limits.format()) {
            case CONVERSE_2024 -> new ConverseCheck(limits);
            case PROMPT_COMPLETION -> new PromptCompletionCheck();
            case CLAUDE_MESSAGES -> new ClaudeCheck();
            default ->
                throw InvalidInputException.of(
                        "No base model is trained with " + limits.format() + ".",
                        "convert the data to the format of a model.");
        };
    }
}
