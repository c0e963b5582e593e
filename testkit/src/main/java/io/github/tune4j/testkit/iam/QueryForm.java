package io.github.tune4j.testkit.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.Map;
import java.util.TreeMap;

/** A form of the query protocol as the tree that a shape can check. */
final class QueryForm {
    private final TreeMap<String, String> parameters;

    QueryForm(Map<String, String> parameters) {
        this.parameters = new TreeMap<>(parameters);
    }

    /** The members of a structure: in a form their names begin large. */
    ObjectNode tree(Shape.Structure structure) throws ServiceError {
        return structure("", structure);
    }

    private ObjectNode structure(String prefix, Shape.Structure structure) throws ServiceError {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (var member : structure.members().entrySet()) {
            String name = member.getKey();
            String parameter = prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            JsonNode value = value(parameter, member.getValue().shape());
            if (!value.isMissingNode()) {
                tree.set(name, value);
            }
        }
        return tree;
    }

    private JsonNode value(String parameter, Shape shape) throws ServiceError {
        if (shape instanceof Shape.Structure structure) {
            return structure(parameter + ".", structure);
        }
        if (shape instanceof Shape.Items items) {
            return list(parameter, items.item());
        }
        String text = parameters.get(parameter);
        return text == null ? MissingNode.getInstance() : parsed(parameter, text, shape);
    }

    private static JsonNode parsed(String parameter, String text, Shape shape) throws ServiceError {
        try {
            return shape.parse(text);
        } catch (ServiceError e) {
            throw IamErrors.validation("1 validation error detected: Value '" + text + "' at '"
                    + Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1)
                    + "' failed to satisfy constraint: Member must be an integer");
        }
    }

    /** A list without items is the parameter itself, and empty; a list that is not given is no parameter at all. */
    private JsonNode list(String parameter, Shape item) throws ServiceError {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String at = parameter + ".member.1"; has(at); at = parameter + ".member." + (list.size() + 1)) {
            list.add(value(at, item));
        }
        return list.isEmpty() && !parameters.containsKey(parameter) ? MissingNode.getInstance() : list;
    }

    private boolean has(String parameter) {
        String next = parameters.ceilingKey(parameter + ".");
        return parameters.containsKey(parameter) || next != null && next.startsWith(parameter + ".");
    }
}
