package io.github.tune4j.dataset.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testing.Mutations;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The verdict on a record depends neither on the order of its keys nor on the white space between its tokens. */
class ValidatorPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> SPACES = List.of("", "", "", " ", "  ", "\t", " \t ");

    @Test
    void the_verdict_is_the_same_for_any_order_of_keys_and_any_white_space() throws Exception {
        for (int seed = 0; seed < Mutations.cases(700, 30_000); seed++) {
            Random random = new Random(seed);
            boolean claude = random.nextBoolean();
            JsonNode record = record(random, claude);
            BaseModel model = claude ? BaseModel.CLAUDE_3_HAIKU : BaseModel.NOVA_LITE;
            List<String> verdict = verdict(model, JSON.writeValueAsString(record));
            for (int i = 0; i < 4; i++) {
                StringBuilder text = new StringBuilder();
                write(record, random, text);
                assertThat(verdict(model, text.toString()))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(verdict);
            }
        }
    }

    /** Rules and places of the one line; its problems in any order. */
    private static List<String> verdict(BaseModel model, String line) {
        ValidationReport report = DatasetValidator.of(model.limits())
                .validate(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
        return report.issues().stream()
                .filter(issue -> issue.line() == 1)
                .map(issue -> issue.rule() + " " + issue.pointer() + " " + issue.excerpt() + " " + issue.problem())
                .sorted()
                .toList();
    }

    /** A record that is right, or wrong in a few places. */
    private static JsonNode record(Random random, boolean claude) {
        ObjectNode record = NODES.objectNode();
        if (random.nextBoolean()) {
            record.set("system", odd(random) ? anything(random) : texts(random, claude));
        }
        if (odd(random)) {
            record.set("id", anything(random));
        }
        if (!claude) {
            record.put("schemaVersion", odd(random) ? "x" : "bedrock-conversation-2024");
        }
        if (odd(random)) {
            record.set("messages", anything(random));
            return record;
        }
        ArrayNode turns = record.putArray("messages");
        int count = odd(random) ? random.nextInt(4) : 2 * (1 + random.nextInt(2));
        for (int i = 0; i < count; i++) {
            if (odd(random)) {
                turns.add(anything(random));
                continue;
            }
            ObjectNode turn = turns.addObject();
            if (!odd(random)) {
                turn.set("role", odd(random) ? anything(random) : NODES.textNode(i % 2 == 0 ? "user" : "assistant"));
            }
            if (!odd(random)) {
                turn.set("content", odd(random) ? anything(random) : texts(random, claude));
            }
            if (odd(random)) {
                turn.set("name", anything(random));
            }
        }
        return record;
    }

    private static boolean odd(Random random) {
        return random.nextInt(12) == 0;
    }

    private static JsonNode texts(Random random, boolean plain) {
        JsonNode text = NODES.textNode(text(random));
        if (plain) {
            return text;
        }
        ArrayNode blocks = NODES.arrayNode();
        blocks.addObject().set("text", text);
        return blocks;
    }

    private static String text(Random random) {
        return List.of("a", "", "日本語", "x\nHuman: y", "User: z", "\"q\" \\ / 😀", "\u2028\u0001\n", "long ".repeat(30))
                .get(random.nextInt(8));
    }

    private static JsonNode anything(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextInt());
            case 2 -> NODES.booleanNode(true);
            case 3 -> NODES.textNode(text(random));
            case 4 -> NODES.arrayNode().add(1).add("x");
            case 5 -> NODES.objectNode().put("a", 1).set("b", NODES.arrayNode());
            default -> NODES.numberNode(0.5);
        };
    }

    /** Writes a value with its keys shuffled and white space wherever JSON allows it on one line. */
    private static void write(JsonNode node, Random random, StringBuilder text) throws Exception {
        space(random, text);
        if (node.isObject()) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
            Collections.shuffle(fields, random);
            text.append('{');
            for (int i = 0; i < fields.size(); i++) {
                text.append(i == 0 ? "" : ",");
                space(random, text);
                text.append(JSON.writeValueAsString(fields.get(i).getKey()));
                space(random, text);
                text.append(':');
                write(fields.get(i).getValue(), random, text);
            }
            space(random, text);
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            for (int i = 0; i < node.size(); i++) {
                text.append(i == 0 ? "" : ",");
                write(node.get(i), random, text);
            }
            space(random, text);
            text.append(']');
        } else {
            text.append(JSON.writeValueAsString(node));
        }
        space(random, text);
    }

    private static void space(Random random, StringBuilder text) {
        text.append(SPACES.get(random.nextInt(SPACES.size())));
    }
}
