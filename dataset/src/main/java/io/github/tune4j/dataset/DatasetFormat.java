package io.github.tune4j.dataset;

/** The shapes in which training data comes. */
public enum DatasetFormat {
    /** JSON Lines of {@code {"system", "messages": [{"role", "content"}]}}: Claude. */
    CLAUDE_MESSAGES,
    /** JSON Lines of {@code {"schemaVersion": "bedrock-conversation-2024", "system", "messages"}}: Nova, Llama 3.2, 3.3. */
    CONVERSE_2024,
    /** JSON Lines of {@code {"prompt", "completion"}}: Llama 3.1, Titan. */
    PROMPT_COMPLETION,
    /** JSON Lines of {@code {"messages": [{"role", "content"}]}} with the system turn among the messages. */
    OPENAI_CHAT,
    /** Records of {@code {"conversations": [{"from", "value"}]}}. */
    SHARE_GPT,
    /** Records of {@code {"instruction", "input", "output"}}, or Dolly's {@code {"instruction", "context", "response"}}. */
    ALPACA,
    /** A JSON array or JSON Lines of records with a question and an answer. */
    QUESTION_ANSWER,
    /** Comma-separated values with a header. */
    CSV
}
