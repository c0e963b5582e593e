package io.github.tune4j.dataset.validation;

import java.io.IOException;

/** What the two formats with turns have in common: a system prompt, turns, their roles and their order. */
abstract class ChatCheck implements RecordCheck {
    @Override
    public final void check(Cursor record, Part part) throws IOException {
        if (!record.isObject()) {
            part.report(record, Rule.NOT_AN_OBJECT, record.kind());
            record.skip(part);
            return;
        }
        Part system = null;
        Part messages = null;
        while (record.nextField()) {
            switch (record.name()) {
                case "system" -> {
                    reportTwice(record, part, system != null);
                    system = part.fresh();
                    checkSystem(record, system);
                }
                case "messages" -> {
                    reportTwice(record, part, messages != null);
                    messages = part.fresh();
                    checkMessages(record, messages);
                }
                default -> checkOther(record, part);
            }
        }
        if (system != null) {
            part.add(system, Rule.RESERVED_KEYWORD_SYSTEM);
        }
        if (messages == null) {
            part.report(Rule.MESSAGES_MISSING, "/messages", "");
        } else {
            part.add(messages, Rule.RESERVED_KEYWORD_MESSAGE);
        }
        part.checkTokens();
    }

    /** Judges a system prompt that is not null. */
    abstract void checkSystemPrompt(Cursor system, Part part) throws IOException;

    /** Judges what is said in a turn, whose role is not yet known. */
    abstract void checkContent(Cursor content, Part part) throws IOException;

    /** Judges a field of the record beside the system prompt and the turns. */
    void checkOther(Cursor field, Part part) throws IOException {
        part.unknown(field);
    }

    /** Judges a turn whose fields are all known; the cursor is at its end. */
    void checkTurn(Cursor end, String role, Part content) {}

    private void checkSystem(Cursor system, Part part) throws IOException {
        if (system.isNull()) {
            part.report(system, Rule.SYSTEM_NULL);
        } else {
            checkSystemPrompt(system, part);
        }
    }

    private void checkMessages(Cursor list, Part part) throws IOException {
        if (!list.isList()) {
            part.report(list, Rule.MESSAGES_TYPE, list.kind());
            list.skip(part);
            return;
        }
        TurnOrder order = new TurnOrder();
        while (list.nextElement()) {
            order.add(checkMessage(list, part));
        }
        order.verdict().ifPresent(rule -> part.report(rule, list.pointer(), "", order.turns()));
    }

    /** Judges a turn and returns its role; empty when it has no known one. */
    private String checkMessage(Cursor turn, Part part) throws IOException {
        if (!turn.isObject()) {
            part.report(turn, Rule.MESSAGE_TYPE, turn.kind());
            turn.skip(part);
            return "";
        }
        String role = "";
        Part rolePart = null;
        Part content = null;
        while (turn.nextField()) {
            switch (turn.name()) {
                case "role" -> {
                    reportTwice(turn, part, rolePart != null);
                    rolePart = part.fresh();
                    role = checkRole(turn, rolePart);
                }
                case "content" -> {
                    reportTwice(turn, part, content != null);
                    content = part.fresh();
                    checkContent(turn, content);
                }
                default -> part.unknown(turn);
            }
        }
        if (rolePart == null) {
            part.report(Rule.ROLE_MISSING, turn.pointer() + "/role", "");
        } else {
            part.add(rolePart);
        }
        if (content == null) {
            part.report(Rule.CONTENT_MISSING, turn.pointer() + "/content", "");
        } else {
            checkTurn(turn, role, content);
            part.add(content);
        }
        return role;
    }

    private static String checkRole(Cursor role, Part part) throws IOException {
        if (!role.isText()) {
            part.report(role, Rule.ROLE_TYPE, role.kind());
            role.skip(part);
        } else if (role.text().equals("user") || role.text().equals("assistant")) {
            return role.text();
        } else {
            part.report(role, Rule.ROLE_VALUE);
        }
        return "";
    }

    private static void reportTwice(Cursor field, Part part, boolean twice) throws IOException {
        if (twice) {
            part.report(field, Rule.DUPLICATE_KEY, field.name());
        }
    }
}
