package io.github.tune4j.testkit.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.faults.FaultPlan;
import io.github.tune4j.testkit.faults.Phase;
import io.github.tune4j.testkit.money.ChargedItem;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of the control API, written and read in one place. What cannot be read is an IllegalArgumentException. */
final class ControlJson {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private ControlJson() {}

    static JsonNode parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode bill(List<ChargedItem> items) {
        ObjectNode bill = object();
        bill.put("usd", total(items));
        ArrayNode list = bill.putArray("items");
        for (ChargedItem item : items) {
            list.addObject()
                    .put("what", item.what())
                    .put("arn", item.arn())
                    .put("from", item.from().toString())
                    .put("to", item.to() == null ? null : item.to().toString())
                    .put("quantity", item.quantity())
                    .put("unit", item.unit())
                    .put("usd", item.usd());
        }
        return bill;
    }

    /** The sum of the amounts that are known. */
    private static BigDecimal total(List<ChargedItem> items) {
        return items.stream().map(ChargedItem::usd).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static List<ChargedItem> bill(JsonNode json) {
        List<ChargedItem> items = new ArrayList<>();
        json.path("items")
                .forEach(item -> items.add(new ChargedItem(
                        item.path("what").asText(),
                        item.path("arn").asText(),
                        Instant.parse(item.path("from").asText()),
                        item.path("to").isTextual()
                                ? Instant.parse(item.path("to").asText())
                                : null,
                        item.path("quantity").decimalValue(),
                        item.path("unit").asText(),
                        item.path("usd").isNumber() ? item.path("usd").decimalValue() : null)));
        return items;
    }

    static ArrayNode calls(List<Recording> calls) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Recording call : calls) {
            ObjectNode entry = list.addObject()
                    .put("operation", call.operation())
                    .put("time", call.at().toString())
                    .put("status", call.status())
                    .put("arn", call.parameters().get("arn"));
            ObjectNode parameters = entry.putObject("parameters");
            call.parameters().forEach(parameters::put);
        }
        return list;
    }

    static List<Recording> calls(JsonNode json) {
        List<Recording> calls = new ArrayList<>();
        json.forEach(call -> {
            Map<String, String> parameters = new LinkedHashMap<>();
            call.path("parameters")
                    .properties()
                    .forEach(entry ->
                            parameters.put(entry.getKey(), entry.getValue().asText()));
            calls.add(new Recording(
                    call.path("operation").asText(),
                    Instant.parse(call.path("time").asText()),
                    parameters,
                    call.path("status").asInt()));
        });
        return calls;
    }

    static ObjectNode clock(Instant now, double speed) {
        return object().put("now", now.toString()).put("speed", speed);
    }

    static ArrayNode faults(List<FaultPlan> faults) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (FaultPlan fault : faults) {
            ObjectNode json = list.addObject()
                    .put("operation", fault.operation())
                    .put("kind", name(fault.kind()))
                    .put("count", fault.count())
                    .put("chance", fault.chance())
                    .put("seed", fault.seed())
                    .put("duration", fault.duration().toString())
                    .put("message", fault.message())
                    .put("limit", fault.limit())
                    .put("code", fault.code())
                    .put("status", fault.status());
            if (fault.phase() != null) {
                json.put("phase", name(fault.phase()));
            }
        }
        return list;
    }

    static List<FaultPlan> faults(JsonNode json) {
        List<FaultPlan> faults = new ArrayList<>();
        for (JsonNode fault :
                json.isArray() ? json : JsonNodeFactory.instance.arrayNode().add(json)) {
            Phase phase = fault.has("phase") ? named(Phase.values(), fault.path("phase")) : null;
            FaultPlan plan = new FaultPlan(
                    named(FaultPlan.Kind.values(), fault.path("kind")),
                    fault.path("operation").asText(FaultPlan.ANY),
                    fault.path("count").asInt(),
                    fault.path("chance").asDouble(1),
                    fault.path("seed").asLong(),
                    duration(fault.path("duration").asText("PT0S")),
                    phase,
                    fault.path("message").asText(""),
                    fault.path("limit").asInt(),
                    fault.path("code").asText(""),
                    fault.path("status").asInt());
            FaultCheck.check(plan);
            faults.add(plan);
        }
        return faults;
    }

    static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as PT1H", e);
        }
    }

    /** The name of a constant in camel case, as JSON has it. */
    private static String name(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    private static <E extends Enum<E>> E named(E[] constants, JsonNode name) {
        @Nullable E found = null;
        for (E constant : constants) {
            if (name(constant).equals(name.textValue())) {
                found = constant;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(name + " is not known; use one of "
                    + List.of(constants).stream().map(ControlJson::name).toList());
        }
        return found;
    }
}
