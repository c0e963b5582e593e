package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.rest.Violations;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a call in the query protocol. */
final class QueryRequest {
    private final Map<String, String> parameters;

    private QueryRequest(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Reads the form in the body, or the query of a GET. */
    static QueryRequest of(Call call) throws ServiceError, IOException {
        Map<String, String> parameters = new HashMap<>();
        call.query().forEach((name, values) -> parameters.put(name, values.get(0)));
        if (call.method().equals("POST")) {
            String form = new String(call.bytes(), StandardCharsets.UTF_8);
            try {
                Percent.parameters(form).forEach((name, values) -> parameters.put(name, values.get(0)));
            } catch (IllegalArgumentException e) {
                throw new ServiceError(400, "MalformedInput", "The request is no form: " + e.getMessage());
            }
        }
        return new QueryRequest(parameters);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** A parameter that the table has found to be there. */
    String text(String name) {
        return get(name).orElseThrow();
    }

    /** A number that the table has found to be one; the default when it is left out. */
    int number(String name, int otherwise) {
        return get(name).map(Integer::parseInt).orElse(otherwise);
    }

    /** The texts of a list. */
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 1; parameters.containsKey(name + ".member." + i); i++) {
            values.add(parameters.get(name + ".member." + i));
        }
        return values;
    }

    /** The members of a list of structures, each by its own names. */
    List<Map<String, String>> structures(String name) {
        List<Map<String, String>> structures = new ArrayList<>();
        Map<String, String> next = structure(name, 1);
        while (!next.isEmpty()) {
            structures.add(next);
            next = structure(name, structures.size() + 1);
        }
        return structures;
    }

    /** Refuses the request if it is not as a table says. */
    void check(Shape.Structure table) throws ServiceError {
        Violations violations = new Violations();
        table.check("", new QueryForm(parameters).tree(table), violations);
        violations.orThrow(IamErrors.VALIDATION);
    }

    private Map<String, String> structure(String name, int number) {
        String prefix = name + ".member." + number + ".";
        Map<String, String> structure = new LinkedHashMap<>();
        parameters.forEach((parameter, value) -> {
            if (parameter.startsWith(prefix)) {
                structure.put(parameter.substring(prefix.length()), value);
            }
        });
        return structure;
    }
}
