package io.github.tune4j.dataset.validation;

import io.github.tune4j.run.ReportSection.Severity;

/**
 * Everything that can be wrong with training data: what it is called, how bad it is, what is said of it, and what to do.
 * The names of the first group are those of a record that AWS's own validator refuses too.
 */
enum Rule {
    BLANK_LINE("invalid_json", "The line is blank.", "remove the line."),
    INVALID_JSON(
            "invalid_json", "The line is not JSON: %s.", "correct the JSON there; each record stands on one line."),
    TOO_DEEP("invalid_json", "The JSON is nested deeper than %d levels.", "make the record flat."),
    TOO_LONG_WORD("invalid_json", "A key or number has more than %d characters.", "shorten it."),
    BYTE_ORDER_MARK("byte_order_mark", "The file begins with a byte-order mark.", "save the file as UTF-8 without it."),
    INVALID_UTF8("invalid_utf8", "The line is not UTF-8: %s.", "save the file as UTF-8."),
    NOT_AN_OBJECT("not_an_object", "The line holds %s, not an object.", "write the record as {...}."),

    MESSAGES_MISSING("messages_missing", "The record has no \"messages\".", "add the turns as \"messages\": [...]."),
    MESSAGES_TYPE("messages_type", "\"messages\" is %s, not a list.", "write the turns as a list."),
    MESSAGES_TOO_SHORT(
            "messages_too_short",
            "\"messages\" has %d of at least 2 turns.",
            "give the record a question and an answer."),
    MESSAGE_TYPE("message_type", "The turn is %s, not an object.", "write it as {\"role\": ..., \"content\": ...}."),
    ROLE_MISSING("role_missing", "The turn has no \"role\".", "add \"role\": \"user\" or \"assistant\"."),
    ROLE_TYPE("role_type", "The role is %s, not a text.", "write \"user\" or \"assistant\"."),
    ROLE_VALUE("role_value", "The role is neither user nor assistant.", "write \"user\" or \"assistant\"."),
    CONTENT_MISSING("content_missing", "The turn has no \"content\".", "add what is said."),
    CONTENT_TYPE("content_type", "The content is %s, not %s.", "write what is said in the form this model takes."),
    SYSTEM_TYPE("system_type", "The system prompt is %s, not %s.", "write it in the form this model takes."),
    TURN_ORDER_ENDS(
            "turn_order_ends",
            "The turns do not begin with the user and end with the assistant.",
            "begin with a question and end with the answer to be learned."),
    TURN_ORDER_ALTERNATE(
            "turn_order_alternate", "Two turns in a row have the same role.", "join them, or add the turn between."),
    RESERVED_KEYWORD_SYSTEM(
            "reserved_keyword_system",
            "The system prompt contains %s, which this model reserves.",
            "change the wording there."),
    RESERVED_KEYWORD_MESSAGE(
            "reserved_keyword_message", "%s contain %s, which this model reserves.", "change the wording there."),
    TOKEN_LIMIT("token_limit", "The record has about %,d tokens; at most %,d are allowed.", "shorten or split it."),
    TEXT_LIMIT("token_limit", "A text has more than %,d characters.", "shorten or split the record."),
    LINE_COUNT("line_count", "The file has %,d lines; this model takes %s.", "add records, or take some out."),
    FILE_SIZE("file_size", "The file has %,d bytes; at most %,d are allowed.", "take records out."),
    TOTAL_LINES(
            "total_exceeded", "Training and validation have %,d lines together; this model takes %s.", "mind the sum."),

    PROMPT_MISSING("prompt_missing", "The record has no \"prompt\".", "add the question."),
    PROMPT_TYPE("prompt_type", "The prompt is %s, not a text.", "write it in double quotes."),
    COMPLETION_MISSING("completion_missing", "The record has no \"completion\".", "add the answer."),
    COMPLETION_TYPE("completion_type", "The completion is %s, not a text.", "write it in double quotes."),
    SCHEMA_VERSION_TYPE(
            "schema_version_type", "\"schemaVersion\" is %s, not a text.", "write bedrock-conversation-2024."),
    SYSTEM_COUNT("system_count", "The system prompt has %d texts; at most %d are allowed.", "join them."),
    BLOCK_EMPTY("block_empty", "The block has neither a text nor a picture.", "fill it, or take it out."),
    CONTENT_EMPTY("content_empty", "The turn says nothing.", "add what is said, or take the record out."),
    MEDIA_ROLE("media_role", "A turn of the assistant has an image or a video.", "take it out, or ask with it."),
    MEDIA_COUNT("media_count", "The turn has %d %s; this model takes %d in one turn.", "take some out."),
    MEDIA_MIX("media_mix", "The turn has both images and videos.", "keep one kind."),
    MEDIA_FORMAT("media_format", "The format of the %s is not one of %s.", "convert it, or name its format."),
    MEDIA_SOURCE(
            "media_source",
            "The %s has no S3 address of letters, digits, _, -, . and /.",
            "put it into the bucket of the data set and give source.s3Location.uri."),
    VALIDATION_UNSUPPORTED(
            "validation_unsupported", "This model takes no validation data.", "train without a validation file."),

    UNKNOWN_KEY(Severity.WARNING, "unknown_key", "The key \"%s\" is not part of the format.", "remove it."),
    DUPLICATE_KEY(Severity.WARNING, "duplicate_key", "The key \"%s\" stands twice; the last one counts.", "keep one."),
    SYSTEM_NULL(Severity.WARNING, "system_null", "The system prompt is null.", "leave the key out."),
    EMPTY_TEXT(Severity.WARNING, "empty_text", "The text is empty.", "fill it, or take the record out."),
    LONE_SURROGATE(
            Severity.WARNING,
            "lone_surrogate",
            "The text has half of a surrogate pair, which UTF-8 cannot hold.",
            "repair the broken character."),
    NOT_A_NUMBER(Severity.WARNING, "not_a_number", "%s is no number in JSON.", "write a number or null."),
    SCHEMA_VERSION(
            Severity.WARNING,
            "schema_version",
            "\"schemaVersion\" is not bedrock-conversation-2024.",
            "write bedrock-conversation-2024."),
    LINE_ENDS(
            Severity.WARNING,
            "line_ends",
            "The file mixes line ends: %,d LF, %,d CR LF, %,d CR alone.",
            "save it with LF only."),
    FILE_NAME(Severity.WARNING, "file_name", "The file's name does not end in .jsonl.", "rename it before uploading.");

    private final Severity severity;
    private final String id;
    private final String message;
    private final String remedy;

    Rule(String id, String message, String remedy) {
        this(Severity.ERROR, id, message, remedy);
    }

    Rule(Severity severity, String id, String message, String remedy) {
        this.severity = severity;
        this.id = id;
        this.message = message;
        this.remedy = remedy;
    }

    Severity severity() {
        return severity;
    }

    boolean isError() {
        return severity == Severity.ERROR;
    }

    String id() {
        return id;
    }

    String remedy() {
        return remedy;
    }

    String problem(Object... details) {
        return Wording.filled(message, details);
    }
}
