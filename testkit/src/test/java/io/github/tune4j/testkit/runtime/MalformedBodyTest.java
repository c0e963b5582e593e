package io.github.tune4j.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MalformedBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> BODIES = Map.of(
            RuntimeServer.HAIKU,
            """
            {"anthropic_version":"bedrock-2023-05-31","max_tokens":500,"temperature":0.5,"top_p":0.5,"top_k":3,"stop_sequences":["x"],
             "system":[{"type":"text","text":"Be brief."}],
             "messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"document","source":{"type":"base64","data":"QQ=="}},
              {"type":"image","source":{"type":"base64","data":"QQ=="}}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"x"}]}]}],
             "tools":[{"name":"t","input_schema":{"type":"object","properties":{"n":{"type":"integer","minimum":1},"e":{"enum":["a"]},
              "p":{"type":"string","pattern":"[a-z]{2,3}"},"l":{"type":"array","minItems":2,"items":{"type":"string"}}}}}],
             "tool_choice":{"type":"tool","name":"t"}}""",
            RuntimeServer.NOVA,
            """
            {"messages":[{"role":"user","content":[{"text":"Hi <reference>a</reference><answer>b</answer>"},
              {"document":{"name":"n","format":"txt","source":{"bytes":"QQ=="}}},{"image":{"format":"png","source":{"bytes":"QQ=="}}}]},
              {"role":"assistant","content":[{"toolUse":{"toolUseId":"u","name":"t","input":{}}}]},
              {"role":"user","content":[{"toolResult":{"toolUseId":"u","content":[{"json":{}}],"status":"success"}}]}],
             "system":[{"text":"s"}],"inferenceConfig":{"maxTokens":5,"temperature":0.1,"topP":0.1,"stopSequences":["x"]},
             "toolConfig":{"tools":[{"toolSpec":{"name":"t","description":"d","inputSchema":{"json":{"type":"object",
              "properties":{"score":{"type":"integer","minimum":1,"maximum":3},"pairs":{"type":"array","items":{"type":"object",
              "properties":{"question":{"type":"string"},"answer":{"type":"string"}}}}}}}}}],"toolChoice":{"tool":{"name":"t"}}},
             "additionalModelResponseFieldPaths":["/x"],"outputConfig":{"textFormat":{"structure":{"jsonSchema":{"schema":"{}"}}}}}""",
            RuntimeServer.LLAMA,
            "{\"prompt\":\"Hi\",\"max_gen_len\":5,\"temperature\":0.5,\"top_p\":0.5}");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1.5",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\" \"",
            "\"[\"",
            "\"\\u0000\"",
            "[]",
            "[[]]",
            "[null]",
            "{}",
            "{\"$ref\":\"#\"}",
            "{\"type\":7}",
            "{\"enum\":[]}",
            "{\"text\":null}",
            "\"(((\"",
            "\"[a-\"",
            "\"x{99999}\"");

    @Test
    void whatever_a_body_holds_it_is_answered_or_refused_but_never_breaks_the_service() throws Exception {
        ModelCalls calls = new ModelCalls(null);
        Random random = new Random(7);
        int answered = 0;
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            for (Map.Entry<String, String> body : BODIES.entrySet()) {
                ObjectNode mutated = (ObjectNode) JSON.readTree(body.getValue());
                for (int change = random.nextInt(3); change >= 0; change--) {
                    mutate(mutated, random);
                }
                Models.Served served =
                        new Models.Served(body.getKey(), 200_000, 4096, LocalModel.untuned(), (in, most) -> new Free());
                try {
                    if (body.getKey().equals(RuntimeServer.NOVA) && random.nextBoolean()) {
                        assertThat(calls.converse(served, mutated)
                                        .path("stopReason")
                                        .asText())
                                .isNotEmpty();
                    } else {
                        assertThat(calls.invoke(served, mutated)).isNotEmpty();
                    }
                    answered++;
                } catch (ServiceError e) {
                    assertThat(e.status()).as(mutated.toString()).isEqualTo(400);
                    refused++;
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError(mutated.toString(), e);
                }
            }
        }
        assertThat(answered).isGreaterThan(300);
        assertThat(refused).isGreaterThan(300);
    }

    private static void mutate(ObjectNode body, Random random) throws Exception {
        List<JsonNode> containers = new ArrayList<>();
        collect(body, containers);
        JsonNode at = containers.get(random.nextInt(containers.size()));
        JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (at instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), value);
        } else if (at instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static final class Free implements Models.CallInFlight {
        @Override
        public void answered(int inputTokens, int outputTokens) {
            // Nobody pays.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
