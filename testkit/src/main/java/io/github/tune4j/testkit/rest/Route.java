package io.github.tune4j.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation of a REST-JSON service. Labels of the path and, where there is no body, parameters of the query are
 * members of the input like those of the body.
 *
 * @param operation as AWS spells it
 * @param method the HTTP method
 * @param template the path's segments; a label is written {@code {name}} and fills one segment
 * @param ok the HTTP status of success
 * @param input what requests must look like
 * @param handler does it
 */
public record Route(
        String operation, String method, List<String> template, int ok, Shape.Structure input, Handler handler) {

    /** Carries an operation out. */
    @FunctionalInterface
    public interface Handler {
        /** Takes effect and says what to answer; an empty object for an operation without output. */
        ObjectNode handle(Request request) throws ServiceError;
    }

    /** A route whose path is written as AWS does. */
    public static Route of(
            String operation, String method, String path, int ok, Shape.Structure input, Handler handler) {
        return new Route(operation, method, Arrays.asList(path.substring(1).split("/")), ok, input, handler);
    }

    boolean matches(Call call, List<String> segments) {
        if (!method.equals(call.method()) || segments.size() != template.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (isLabel(i) ? segments.get(i).isEmpty() : !template.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** All members of a request. The body is read already. */
    ObjectNode members(Call call, List<String> segments, ObjectNode body) throws ServiceError {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.setAll(body);
        for (Map.Entry<String, Shape.Structure.Member> member : input.members().entrySet()) {
            int label = template.indexOf("{" + member.getKey() + "}");
            if (label >= 0) {
                members.put(member.getKey(), segments.get(label));
            } else if (!hasBody() && call.query(member.getKey()).isPresent()) {
                JsonNode value = member.getValue()
                        .shape()
                        .parse(call.query(member.getKey()).get());
                members.set(member.getKey(), value);
            }
        }
        return members;
    }

    /** What the path names. */
    Map<String, String> labels(List<String> segments) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            if (isLabel(i)) {
                labels.put(template.get(i).substring(1, template.get(i).length() - 1), segments.get(i));
            }
        }
        return labels;
    }

    boolean hasBody() {
        return !method.equals("GET") && !method.equals("DELETE");
    }

    private boolean isLabel(int segment) {
        return template.get(segment).startsWith("{");
    }
}
