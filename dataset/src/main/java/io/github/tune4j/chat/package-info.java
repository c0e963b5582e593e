/**
 * The port to any language model. Start with {@link io.github.tune4j.chat.ChatModel}: one method, one attempt.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.chat.ChatModel} - the port
 *   <li>{@link io.github.tune4j.chat.StreamingChatModel} - a model that hands over its reply as it is written
 *   <li>{@link io.github.tune4j.chat.ChatRequest} - what is asked
 *   <li>{@link io.github.tune4j.chat.ChatOptions} - under which conditions
 *   <li>{@link io.github.tune4j.chat.ChatReply} - what came back
 *   <li>{@link io.github.tune4j.chat.StopReason} - why it ended
 *   <li>{@link io.github.tune4j.chat.Message} - one turn
 *   <li>{@link io.github.tune4j.chat.Attachment} - a document that goes with a turn
 *   <li>{@link io.github.tune4j.chat.AnswerSchema} - the shape that an answer must have
 *   <li>{@link io.github.tune4j.chat.TokenUsage} - tokens in and out
 *   <li>{@link io.github.tune4j.chat.Pace} - how fast a model is called, and how often a call is repeated
 *   <li>{@link io.github.tune4j.chat.ModelCallException} - a call that brought no answer
 * </ul>
 */
package io.github.tune4j.chat;
