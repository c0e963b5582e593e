package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** SimulatePrincipalPolicy: asks the evaluation that jobs are judged by. */
final class Simulation {
    private final Roles roles;
    private final Predicate<String> refused;

    /**
     * Of roles by their policies, of the caller by what is refused.
     *
     * @param refused actions that the caller may not do, named without the service
     */
    Simulation(Roles roles, Predicate<String> refused) {
        this.roles = roles;
        this.refused = refused;
    }

    Consumer<XmlWriter> simulate(QueryRequest request) throws ServiceError {
        String arn = request.text("PolicySourceArn");
        List<String> actions = request.list("ActionNames");
        for (String action : actions) {
            if (!action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+")) {
                throw IamErrors.invalidInput("Invalid Entity Action: " + action);
            }
        }
        Optional<Role> role = roles.byArn(arn);
        if (role.isEmpty() && !arn.equals(IamService.caller(roles.account()))) {
            throw IamErrors.noSuchEntity("The entity with ARN " + arn + " cannot be found.");
        }
        List<String> resources = request.list("ResourceArns").isEmpty() ? List.of("*") : request.list("ResourceArns");
        Map<String, List<String>> context = context(request);
        List<Result> results = new ArrayList<>();
        for (String action : actions) {
            for (String resource : resources) {
                Decision decision = role.map(known -> roles.decide(known, action, resource, context))
                        .orElseGet(() -> ofCaller(action));
                results.add(new Result(action, resource, decision));
            }
        }
        Listed<Result> page = Listed.of(request, results, Result::id);
        return xml -> {
            xml.element(
                    "EvaluationResults",
                    all -> all.elements(
                            "member",
                            page.entries(),
                            result -> all.text("EvalActionName", result.action)
                                    .text("EvalResourceName", result.resource)
                                    .text("EvalDecision", result.decision.wireName())));
            page.write(xml);
        };
    }

    private Decision ofCaller(String action) {
        return refused.test(action.substring(action.indexOf(':') + 1)) ? Decision.IMPLICITLY_DENIED : Decision.ALLOWED;
    }

    private static Map<String, List<String>> context(QueryRequest request) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        for (Map<String, String> entry : request.structures("ContextEntries")) {
            List<String> values = entry.entrySet().stream()
                    .filter(member -> member.getKey().startsWith("ContextKeyValues.member."))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.toList());
            context.put(entry.getOrDefault("ContextKeyName", ""), values);
        }
        return context;
    }

    private record Result(String action, String resource, Decision decision) {
        String id() {
            return action + " " + resource;
        }
    }
}
