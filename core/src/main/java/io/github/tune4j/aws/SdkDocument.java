package io.github.tune4j.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.document.DocumentVisitor;

/** JSON in the SDK's own tree and back. */
final class SdkDocument {
    private SdkDocument() {}

    static Document of(JsonNode node) {
        if (node.isObject()) {
            Map<String, Document> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
            return Document.fromMap(fields);
        }
        if (node.isArray()) {
            List<Document> items = new ArrayList<>();
            node.forEach(item -> items.add(of(item)));
            return Document.fromList(items);
        }
        if (node.isTextual()) {
            return Document.fromString(node.textValue());
        }
        if (node.isNumber()) {
            return Document.fromNumber(node.asText());
        }
        return node.isBoolean() ? Document.fromBoolean(node.booleanValue()) : Document.fromNull();
    }

    static JsonNode json(Document document) {
        return document.accept(new ToJson());
    }

    private static final class ToJson implements DocumentVisitor<JsonNode> {
        @Override
        public JsonNode visitNull() {
            return NullNode.instance;
        }

        @Override
        public JsonNode visitBoolean(Boolean value) {
            return BooleanNode.valueOf(value);
        }

        @Override
        public JsonNode visitString(String value) {
            return TextNode.valueOf(value);
        }

        @Override
        public JsonNode visitNumber(SdkNumber value) {
            BigDecimal number = value.bigDecimalValue();
            return DecimalNode.valueOf(number);
        }

        @Override
        public JsonNode visitMap(Map<String, Document> fields) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach((name, value) -> object.set(name, value.accept(this)));
            return object;
        }

        @Override
        public JsonNode visitList(List<Document> items) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> array.add(item.accept(this)));
            return array;
        }
    }
}
