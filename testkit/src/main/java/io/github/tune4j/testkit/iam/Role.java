package io.github.tune4j.testkit.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A role.
 *
 * @param created by real time
 * @param trust the policy that says who may assume it
 * @param trustChanged when that policy was last set, by the local AWS's clock
 * @param inline policies by name
 * @param attached ARNs of managed policies
 */
record Role(
        String name,
        String path,
        String id,
        String arn,
        Instant created,
        Optional<String> description,
        int maxSessionSeconds,
        Map<String, String> tags,
        String trust,
        Instant trustChanged,
        Map<String, String> inline,
        Set<String> attached) {

    static Role read(JsonNode json) {
        Map<String, String> tags = new LinkedHashMap<>();
        json.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        Map<String, String> inline = new TreeMap<>();
        json.path("inline")
                .properties()
                .forEach(p -> inline.put(p.getKey(), p.getValue().asText()));
        Set<String> attached = new TreeSet<>();
        json.path("attached").forEach(arn -> attached.add(arn.asText()));
        return new Role(
                json.path("name").asText(),
                json.path("path").asText(),
                json.path("id").asText(),
                json.path("arn").asText(),
                Instant.parse(json.path("created").asText()),
                Optional.ofNullable(json.path("description").textValue()),
                json.path("maxSessionSeconds").asInt(),
                tags,
                json.path("trust").asText(),
                Instant.parse(json.path("trustChanged").asText()),
                inline,
                attached);
    }

    void write(ObjectNode json) {
        json.put("name", name).put("path", path).put("id", id).put("arn", arn).put("created", created.toString());
        description.ifPresent(text -> json.put("description", text));
        json.put("maxSessionSeconds", maxSessionSeconds);
        json.put("trust", trust).put("trustChanged", trustChanged.toString());
        ObjectNode allTags = json.putObject("tags");
        tags.forEach(allTags::put);
        ObjectNode policies = json.putObject("inline");
        inline.forEach(policies::put);
        var arns = json.putArray("attached");
        attached.forEach(arns::add);
    }

    Role withTrust(String policy, Instant when) {
        return new Role(
                name, path, id, arn, created, description, maxSessionSeconds, tags, policy, when, inline, attached);
    }

    Role withTags(Map<String, String> other) {
        return new Role(
                name,
                path,
                id,
                arn,
                created,
                description,
                maxSessionSeconds,
                other,
                trust,
                trustChanged,
                inline,
                attached);
    }

    Role withInline(Map<String, String> other) {
        return new Role(
                name,
                path,
                id,
                arn,
                created,
                description,
                maxSessionSeconds,
                tags,
                trust,
                trustChanged,
                other,
                attached);
    }

    Role withAttached(Set<String> other) {
        return new Role(
                name, path, id, arn, created, description, maxSessionSeconds, tags, trust, trustChanged, inline, other);
    }
}
