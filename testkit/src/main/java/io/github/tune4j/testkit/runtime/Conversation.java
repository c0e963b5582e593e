package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.Turn;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the messages of Converse and of Nova's own body, with the rules that hold between their members. */
final class Conversation {
    private static final int MOST_DOCUMENTS = 5;
    private static final int MOST_IMAGES = 20;
    private static final Pattern DOCUMENT_NAME =
            Pattern.compile("(?!.*\\s\\s)[\\p{IsAlphabetic}\\p{IsDigit}\\s\\-()\\[\\]]+", Pattern.DOTALL);

    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> documentNames = new HashSet<>();
    private int images;
    private boolean usesTools;

    private Conversation() {}

    /** The turns of a request that fits {@link ConverseTable}. */
    static List<Turn> turns(ObjectNode request) throws ServiceError {
        Conversation conversation = new Conversation();
        JsonNode messages = request.path("messages");
        String before = "assistant";
        for (int i = 0; i < messages.size(); i++) {
            String role = messages.get(i).path("role").textValue();
            if (role.equals(before)) {
                throw Problem.validation(
                        i == 0
                                ? "A conversation must start with a user message. Try again with a conversation that starts with a user message."
                                : "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.");
            }
            conversation.message(messages.get(i), role, "messages." + i);
            before = role;
        }
        if (messages.isEmpty()) {
            throw Problem.validation(
                    "A conversation must have at least one message. Try again with a conversation that has at least one message.");
        }
        if (conversation.usesTools && request.path("toolConfig").isMissingNode()) {
            throw Problem.validation(
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        }
        return conversation.turns;
    }

    private void message(JsonNode message, String role, String at) throws ServiceError {
        JsonNode content = message.path("content");
        if (content.isEmpty()) {
            throw Problem.validation("The content field in the Message object at " + at
                    + " is empty. Add a ContentBlock object to the content field and try again.");
        }
        TurnBuilder turn = new TurnBuilder(role);
        boolean text = false;
        boolean document = false;
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            block(block, role, at + ".content." + i, turn);
            text |= block.hasNonNull("text");
            document |= block.hasNonNull("document");
        }
        if (document && !text) {
            throw Problem.validation(
                    "The content field in the Message object at " + at
                            + " has a document and no text. Add a ContentBlock object with text to the content field and try again.");
        }
        turns.add(turn.build());
    }

    private void block(JsonNode block, String role, String at, TurnBuilder turn) throws ServiceError {
        List<String> kinds = block.propertyStream()
                .filter(member -> !member.getValue().isNull())
                .map(Map.Entry::getKey)
                .toList();
        if (kinds.size() != 1) {
            throw Problem.validation(
                    "The ContentBlock object at " + at + " must set exactly one of the following keys: "
                            + "text, image, toolUse, toolResult, document, video, cachePoint, reasoningContent.");
        }
        String kind = kinds.get(0);
        JsonNode value = block.get(kind);
        switch (kind) {
            case "text" -> {
                if (value.textValue().isBlank()) {
                    throw Problem.validation("The text field in the ContentBlock object at " + at
                            + " is blank. Add text to the text field, and try again.");
                }
                turn.text(value.textValue());
            }
            case "document" -> document(value, role, at, turn);
            case "image" -> image(value, role, at);
            case "toolUse" -> {
                usesTools = true;
                turn.json(value.path("input"));
            }
            case "toolResult" -> {
                usesTools = true;
                value.path("content").forEach(part -> {
                    if (part.has("text")) {
                        turn.text(part.path("text").asText());
                    } else {
                        turn.json(part.has("json") ? part.path("json") : part);
                    }
                });
            }
            case "cachePoint", "reasoningContent" -> {
                // Neither is part of what a model is told.
            }
            default ->
                throw Problem.validation(
                        "This model doesn't support the " + kind + " field. Remove " + kind + " and try again.");
        }
    }

    private void document(JsonNode document, String role, String at, TurnBuilder turn) throws ServiceError {
        userOnly(role, "documents", at);
        String name = document.path("name").textValue();
        if (!DOCUMENT_NAME.matcher(name).matches()) {
            throw Problem.validation(
                    "The model returned the following errors: " + at
                            + ".document.name: The file name can only contain alphanumeric characters, whitespace characters, hyphens,"
                            + " parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.");
        }
        if (!documentNames.add(name)) {
            throw Problem.validation(
                    "Messages can't contain duplicate document names. Rename the duplicate document names and try your request again.");
        }
        if (documentNames.size() > MOST_DOCUMENTS) {
            throw Problem.validation("Messages can contain at most " + MOST_DOCUMENTS
                    + " documents. Remove documents and try your request again.");
        }
        JsonNode source = document.path("source");
        String format = document.path("format").asText("txt");
        if (source.hasNonNull("bytes")) {
            byte[] bytes = Media.decode(source.path("bytes"), at + ".document.source.bytes");
            turn.document(name, format, Media.document(bytes, at));
        } else if (source.hasNonNull("text")) {
            turn.document(name, "txt", Media.utf8(source.path("text").asText()));
        } else if (source.hasNonNull("content")) {
            List<String> parts = new ArrayList<>();
            source.path("content").forEach(part -> parts.add(part.path("text").asText()));
            turn.document(name, "txt", Media.utf8(String.join("\n", parts)));
        } else {
            throw Problem.validation("The document at " + at
                    + " has no source that the local AWS can read. Send its bytes or its text.");
        }
    }

    private void image(JsonNode image, String role, String at) throws ServiceError {
        userOnly(role, "images", at);
        if (++images > MOST_IMAGES) {
            throw Problem.validation("Messages can contain at most " + MOST_IMAGES
                    + " images. Remove images and try your request again.");
        }
        Media.image(Media.decode(image.path("source").path("bytes"), at + ".image.source.bytes"), at);
    }

    private static void userOnly(String role, String what, String at) throws ServiceError {
        if (!role.equals("user")) {
            throw Problem.validation("The Message object at " + at + " has the role assistant and contains " + what
                    + ". Only messages of the user can contain them.");
        }
    }

    static String system(ObjectNode request) {
        List<String> texts = new ArrayList<>();
        request.path("system").forEach(block -> {
            if (block.has("text")) {
                texts.add(block.path("text").asText());
            }
        });
        return String.join("\n", texts);
    }
}
