package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that was created in Bedrock, and stays known after it was deleted: names, tokens and the bill need it. What
 * Get answers is one document, what only the local AWS knows is another. Guarded by the {@link Registry}'s lock.
 */
public final class Resource {
    private static final String STATUS = "status";
    private static final String DELETED = "deleted";

    private final Kind kind;
    private final String region;
    private final String arn;
    private final long number;
    private final ObjectNode answer;
    private final ObjectNode local;

    private Resource(Kind kind, String region, String arn, long number, ObjectNode answer, ObjectNode local) {
        this.kind = kind;
        this.region = region;
        this.arn = arn;
        this.number = number;
        this.answer = answer;
        this.local = local;
    }

    static Resource create(Kind kind, String region, String arn, String name, long number, Instant now) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put(kind.arnMember(), arn).put(kind.nameMember(), name).put(kind.createdMember(), now.toString());
        return new Resource(kind, region, arn, number, answer, JsonNodeFactory.instance.objectNode());
    }

    /** What was written by {@link #toJson}. */
    static Resource read(JsonNode json) {
        return new Resource(
                Kind.valueOf(json.path("kind").asText()),
                json.path("region").asText(),
                json.path("arn").asText(),
                json.path("number").asLong(),
                (ObjectNode) json.path("answer"),
                (ObjectNode) json.path("local"));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", kind.name()).put("region", region).put("arn", arn).put("number", number);
        json.set("answer", answer);
        json.set("local", local);
        return json;
    }

    /** A copy that nobody changes. */
    Resource snapshot() {
        return new Resource(kind, region, arn, number, answer.deepCopy(), local.deepCopy());
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** Where it is. */
    public String region() {
        return region;
    }

    /** Its ARN. */
    public String arn() {
        return arn;
    }

    /** Its name. */
    public String name() {
        return text(kind.nameMember());
    }

    /** When it was created. */
    public Instant created() {
        return Instant.parse(text(kind.createdMember()));
    }

    /** When it was deleted; empty while it is there. */
    public Optional<Instant> deleted() {
        return Optional.ofNullable(local.path(DELETED).textValue()).map(Instant::parse);
    }

    void delete(Instant now) {
        local.put(DELETED, now.toString());
    }

    /** Where it stands in the order of creation. */
    long number() {
        return number;
    }

    /** What Get answers, to be changed. */
    ObjectNode answer() {
        return answer;
    }

    /** What Get answers, to be given away. */
    ObjectNode shown() {
        return answer.deepCopy();
    }

    /** What only the local AWS knows. */
    public ObjectNode local() {
        return local;
    }

    /** A member of what Get answers. */
    public String text(String member) {
        return answer.path(member).asText();
    }

    /** Its status. */
    public String status() {
        return text(STATUS);
    }

    boolean is(String... statuses) {
        for (String each : statuses) {
            if (each.equals(status())) {
                return true;
            }
        }
        return false;
    }

    void status(String status) {
        answer.put(STATUS, status);
    }

    /** A member by its name, whichever document it is in. */
    @Nullable
    String find(String member) {
        JsonNode value = answer.has(member) ? answer.get(member) : local.path(member);
        return value.isMissingNode() ? null : value.asText();
    }
}
