package io.github.tune4j.dataset.validation;

import java.io.IOException;

/** {@code {"system", "messages": [{"role", "content"}]}} with texts only. */
final class ClaudeCheck extends ChatCheck {
    @Override
    void checkSystemPrompt(Cursor system, Part part) throws IOException {
        checkText(system, part, Rule.SYSTEM_TYPE);
    }

    @Override
    void checkContent(Cursor content, Part part) throws IOException {
        checkText(content, part, Rule.CONTENT_TYPE);
    }

    private static void checkText(Cursor value, Part part, Rule otherwise) throws IOException {
        if (value.isText()) {
            part.text(value);
        } else {
            part.report(value, otherwise, value.kind(), "a text");
            value.skip(part);
        }
    }
}
