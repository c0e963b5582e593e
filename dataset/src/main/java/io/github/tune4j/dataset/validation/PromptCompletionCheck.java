package io.github.tune4j.dataset.validation;

import java.io.IOException;

/** {@code {"prompt", "completion"}}. */
final class PromptCompletionCheck implements RecordCheck {
    @Override
    public void check(Cursor record, Part part) throws IOException {
        if (!record.isObject()) {
            part.report(record, Rule.NOT_AN_OBJECT, record.kind());
            record.skip(part);
            return;
        }
        Part prompt = null;
        Part completion = null;
        while (record.nextField()) {
            switch (record.name()) {
                case "prompt" -> {
                    prompt = begin(record, part, prompt != null);
                    checkText(record, prompt, Rule.PROMPT_TYPE);
                }
                case "completion" -> {
                    completion = begin(record, part, completion != null);
                    checkText(record, completion, Rule.COMPLETION_TYPE);
                }
                default -> part.unknown(record);
            }
        }
        if (prompt == null) {
            part.report(Rule.PROMPT_MISSING, "/prompt", "");
        } else {
            part.add(prompt, Rule.RESERVED_KEYWORD_MESSAGE);
        }
        if (completion == null) {
            part.report(Rule.COMPLETION_MISSING, "/completion", "");
        } else {
            part.add(completion, Rule.RESERVED_KEYWORD_MESSAGE);
        }
        part.checkTokens();
    }

    private static Part begin(Cursor field, Part part, boolean twice) throws IOException {
        if (twice) {
            part.report(field, Rule.DUPLICATE_KEY, field.name());
        }
        return part.fresh();
    }

    private static void checkText(Cursor value, Part part, Rule otherwise) throws IOException {
        if (value.isText()) {
            part.text(value);
        } else {
            part.report(value, otherwise, value.kind());
            value.skip(part);
        }
    }
}
