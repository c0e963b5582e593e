package io.github.tune4j.testkit.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A policy, read and checked. */
record Policy(List<Statement> statements) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String SYNTAX = "Syntax errors in policy.";
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_MEMBERS = Set.of(
            "Sid",
            "Effect",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Principal",
            "NotPrincipal",
            "Condition");

    /** What a policy is for. */
    enum Kind {
        /** Says who may assume a role. */
        TRUST,
        /** Says what a role may do. */
        PERMISSION
    }

    /**
     * Reads a policy.
     *
     * @throws IllegalArgumentException with IAM's message if it is none of its kind
     */
    static Policy parse(String document, Kind kind) {
        JsonNode json;
        try {
            json = JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This policy contains invalid Json", e);
        }
        require(json.isObject() && MEMBERS.containsAll(names(json)), SYNTAX);
        require(!json.has("Version") || VERSIONS.contains(json.get("Version").asText()), SYNTAX);
        JsonNode given = json.path("Statement");
        require(given.isObject() || given.isArray() && !given.isEmpty(), SYNTAX);
        List<Statement> statements = new ArrayList<>();
        Set<String> sids = new HashSet<>();
        for (JsonNode statement : given.isObject() ? List.of(given) : given) {
            Statement read = statement(statement, kind);
            require(read.sid().map(sids::add).orElse(true), "Statement IDs (SID) in a single policy must be unique.");
            statements.add(read);
        }
        return new Policy(statements);
    }

    private static Statement statement(JsonNode json, Kind kind) {
        require(json.isObject() && STATEMENT_MEMBERS.containsAll(names(json)), SYNTAX);
        String effect = json.path("Effect").asText();
        require(effect.equals("Allow") || effect.equals("Deny"), SYNTAX);
        for (String pair : List.of("Action", "Resource", "Principal")) {
            require(!(json.has(pair) && json.has("Not" + pair)), SYNTAX);
        }
        require(json.has("Action") || json.has("NotAction"), "Policy statement must contain actions.");
        Statement statement = new Statement(
                Optional.ofNullable(json.path("Sid").textValue()),
                effect.equals("Allow"),
                texts(json, "Action"),
                texts(json, "NotAction"),
                texts(json, "Resource"),
                texts(json, "NotResource"),
                principals(json, "Principal"),
                principals(json, "NotPrincipal"),
                conditions(json.path("Condition")));
        if (kind == Kind.TRUST) {
            requireTrust(statement);
        } else {
            requirePermission(statement);
        }
        return statement;
    }

    private static void requireTrust(Statement statement) {
        require(statement.resources().isEmpty() && statement.notResources().isEmpty(), "Has prohibited field Resource");
        require(
                statement.principals().isPresent() || statement.notPrincipals().isPresent(),
                "Missing required field Principal");
        require(
                statement.actions().orElse(List.of()).stream()
                        .allMatch(action -> action.regionMatches(true, 0, "sts:", 0, 4) || action.equals("*")),
                "AssumeRole policy may only specify STS AssumeRole actions.");
        Map<String, List<String>> principals = statement.principals().orElse(Map.of());
        for (String service : principals.getOrDefault("Service", List.of())) {
            require(
                    service.equals("*") || service.matches("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?"),
                    "Invalid principal in policy: \"SERVICE\":\"" + service + "\"");
        }
        for (String principal : principals.getOrDefault("AWS", List.of())) {
            require(
                    principal.matches("\\*|\\d{12}|arn:aws[a-z-]*:(iam|sts)::\\d{12}:.+|A[A-Z0-9]{15,}"),
                    "Invalid principal in policy: \"AWS\":\"" + principal + "\"");
        }
    }

    private static void requirePermission(Statement statement) {
        require(
                statement.principals().isEmpty() && statement.notPrincipals().isEmpty(),
                "Policy document should not specify a principal.");
        require(
                statement.resources().isPresent() || statement.notResources().isPresent(),
                "Policy statement must contain resources.");
        for (String action : statement.actions().or(statement::notActions).orElse(List.of())) {
            require(
                    action.equals("*") || action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+"),
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        }
        for (String resource : statement.resources().or(statement::notResources).orElse(List.of())) {
            require(
                    resource.equals("*") || resource.startsWith("arn:"),
                    "Resource " + resource + " must be in ARN format or \"*\".");
        }
    }

    private static List<Condition> conditions(JsonNode json) {
        require(json.isMissingNode() || json.isObject(), SYNTAX);
        List<Condition> conditions = new ArrayList<>();
        json.properties().forEach(operator -> {
            require(operator.getValue().isObject(), SYNTAX);
            operator.getValue()
                    .properties()
                    .forEach(key ->
                            conditions.add(Condition.of(operator.getKey(), key.getKey(), texts(key.getValue()))));
        });
        return conditions;
    }

    private static Optional<Map<String, List<String>>> principals(JsonNode json, String member) {
        if (!json.has(member)) {
            return Optional.empty();
        }
        JsonNode given = json.get(member);
        if (given.asText().equals("*")) {
            return Optional.of(Map.of("AWS", List.of("*")));
        }
        require(given.isObject() && !given.isEmpty(), SYNTAX);
        Map<String, List<String>> principals = new LinkedHashMap<>();
        given.properties().forEach(kind -> {
            require(Set.of("AWS", "Service", "Federated", "CanonicalUser").contains(kind.getKey()), SYNTAX);
            principals.put(kind.getKey(), texts(kind.getValue()));
        });
        return Optional.of(principals);
    }

    private static Optional<List<String>> texts(JsonNode json, String member) {
        return json.has(member) ? Optional.of(texts(json.get(member))) : Optional.empty();
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : json.isArray() ? json : List.of(json)) {
            require(one.isTextual() || one.isBoolean() || one.isNumber(), SYNTAX);
            texts.add(one.asText());
        }
        return texts;
    }

    private static Set<String> names(JsonNode json) {
        Set<String> names = new HashSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
