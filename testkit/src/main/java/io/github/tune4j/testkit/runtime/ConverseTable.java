package io.github.tune4j.testkit.runtime;

import io.github.tune4j.testkit.rest.Shape;

/** What the members of a conversation must look like. */
final class ConverseTable {
    private static final int ANY = Integer.MAX_VALUE;
    private static final Shape.Form NAME = Shape.Form.of("[a-zA-Z0-9_-]+");
    private static final Shape.Form USE_ID = Shape.Form.of("[a-zA-Z0-9_.:-]+");
    private static final Shape USE = Shape.text(1, 64, USE_ID);
    private static final Shape TOOL_NAME = Shape.text(1, 64, NAME);

    private static final Shape.Structure SOURCE =
            Shape.structure().optional("bytes", Shape.text(1, ANY)).optional("text", Shape.text(1, ANY));
    private static final Shape IMAGE = Shape.structure()
            .required("format", Shape.oneOf("png", "jpeg", "gif", "webp"))
            .required("source", SOURCE);
    private static final Shape DOCUMENT = Shape.structure()
            .optional("format", Shape.oneOf("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"))
            .required("name", Shape.text(1, 200))
            .required("source", SOURCE.optional("content", Shape.list(1, ANY, Shape.any())));
    private static final Shape TOOL_USE = Shape.structure()
            .required("toolUseId", USE)
            .required("name", TOOL_NAME)
            .required("input", Shape.any())
            .optional("type", Shape.oneOf("server_tool_use"));
    private static final Shape TOOL_RESULT = Shape.structure()
            .required("toolUseId", USE)
            .required(
                    "content",
                    Shape.list(
                            0, ANY, Shape.structure().optional("image", IMAGE).optional("document", DOCUMENT)))
            .optional("status", Shape.oneOf("success", "error"));
    private static final Shape BLOCK = Shape.structure()
            .optional("text", Shape.text(0, ANY))
            .optional("image", IMAGE)
            .optional("document", DOCUMENT)
            .optional("toolUse", TOOL_USE)
            .optional("toolResult", TOOL_RESULT)
            .optional(
                    "reasoningContent",
                    Shape.structure()
                            .optional("reasoningText", Shape.structure().required("text", Shape.text(0, ANY))));
    private static final Shape MESSAGE = Shape.structure()
            .required("role", Shape.oneOf("user", "assistant"))
            .required("content", Shape.list(0, ANY, BLOCK));

    private static final Shape SAMPLING = Shape.structure()
            .optional("maxTokens", Shape.whole(1, ANY))
            .optional("temperature", Shape.number(0, 1))
            .optional("topP", Shape.number(0, 1))
            .optional("stopSequences", Shape.list(0, 2500, Shape.text(1, ANY)));
    private static final Shape TOOL = Shape.structure()
            .optional(
                    "toolSpec",
                    Shape.structure()
                            .required("name", TOOL_NAME)
                            .optional("description", Shape.text(1, ANY))
                            .required("inputSchema", Shape.structure().required("json", Shape.any())));
    private static final Shape TOOLS = Shape.structure()
            .required("tools", Shape.list(1, ANY, TOOL))
            .optional(
                    "toolChoice",
                    Shape.structure()
                            .optional("tool", Shape.structure().required("name", TOOL_NAME))
                            .optional("auto", Shape.structure())
                            .optional("any", Shape.structure()));

    /** What is said, in Converse, in CountTokens and in Nova's own body. */
    static final Shape.Structure CONVERSATION = Shape.structure()
            .optional("messages", Shape.list(0, ANY, MESSAGE))
            .optional("system", Shape.list(0, ANY, Shape.structure().optional("text", Shape.text(1, ANY))))
            .optional("toolConfig", TOOLS);

    /** A whole request of Converse. */
    static final Shape.Structure REQUEST = CONVERSATION
            .optional("inferenceConfig", SAMPLING)
            .optional("additionalModelResponseFieldPaths", Shape.list(0, 10, Shape.text(1, 256)))
            .optional("requestMetadata", Shape.texts());

    private ConverseTable() {}
}
