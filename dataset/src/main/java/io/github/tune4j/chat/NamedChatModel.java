package io.github.tune4j.chat;

/** A model under another name. */
record NamedChatModel(ChatModel model, String name) implements ChatModel {
    @Override
    public ChatReply chat(ChatRequest request) {
        return model.chat(request);
    }
}
