package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;

/** Tags of resources: at most {@value #MOST} each, the last value of a key counts. */
final class Tags {
    private static final int MOST = 200;
    private static final String TAGS = "tags";

    private final Registry registry;

    Tags(Registry registry) {
        this.registry = registry;
    }

    /** Refuses a create whose list of tags is too long. */
    static void check(Request request, String member, String resourceName) throws ServiceError {
        if (request.get(member).size() > MOST) {
            throw tooMany(resourceName);
        }
    }

    /** Gives a new resource the tags of a request. */
    static void set(Resource resource, JsonNode tags) {
        tags.forEach(tag ->
                of(resource).put(tag.path("key").asText(), tag.path("value").asText()));
    }

    ObjectNode tag(Request request) throws ServiceError {
        Resource resource = resource(request);
        ObjectNode merged = of(resource).deepCopy();
        request.get(TAGS)
                .forEach(tag ->
                        merged.put(tag.path("key").asText(), tag.path("value").asText()));
        if (merged.size() > MOST) {
            throw tooMany(resource.arn());
        }
        resource.local().set(TAGS, merged);
        registry.save(resource);
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode untag(Request request) throws ServiceError {
        Resource resource = resource(request);
        request.get("tagKeys").forEach(key -> of(resource).remove(key.asText()));
        registry.save(resource);
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode list(Request request) throws ServiceError {
        Resource resource = resource(request);
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.putArray(TAGS);
        of(resource)
                .properties()
                .forEach(tag -> output.withArray(TAGS)
                        .addObject()
                        .put("key", tag.getKey())
                        .put("value", tag.getValue().asText()));
        return output;
    }

    private Resource resource(Request request) throws ServiceError {
        String arn = request.text("resourceARN");
        return registry.find(arn)
                .filter(found -> found.region().equals(request.region()))
                .orElseThrow(() -> Refusal.notFound("The provided resource is not found: " + arn));
    }

    private static ObjectNode of(Resource resource) {
        return resource.local().withObjectProperty(TAGS);
    }

    private static ServiceError tooMany(String resourceName) {
        return Refusal.tooManyTags("A resource has at most " + MOST + " tags.", resourceName);
    }
}
