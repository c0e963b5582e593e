package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.faults.Faults;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.List;
import java.util.Optional;

/** What may be created: a repeated token is answered with what it made, a taken name and a foreign role are refused. */
final class Admission {
    private static final String TOKEN = "clientRequestToken";
    private static final String CONTENT = "content";
    private static final List<String> TAGS = List.of("tags", "jobTags", "customModelTags");

    private final Registry registry;
    private final Roles roles;
    private final Faults faults;

    Admission(Registry registry, Roles roles, Faults faults) {
        this.registry = registry;
        this.roles = roles;
        this.faults = faults;
    }

    /**
     * What an earlier request of the same token made. Tags are no part of the content, as they are none of the resource.
     *
     * @throws ServiceError if that request had other content
     */
    Optional<Resource> replay(Kind kind, Request request) throws ServiceError {
        Optional<String> token = request.optional(TOKEN);
        Optional<Resource> made = registry.all(kind)
                .filter(resource -> resource.region().equals(request.region()))
                .filter(resource -> token.isPresent()
                        && token.get().equals(resource.local().path(TOKEN).textValue()))
                .findFirst();
        if (made.isPresent() && !content(request).equals(made.get().local().path(CONTENT))) {
            throw Refusal.conflict("The provided client request token was already used for another request.");
        }
        return made;
    }

    /** Refuses a name that something living of the same kind has. */
    void nameIsFree(Kind kind, String region, String name, ServiceError refusal) throws ServiceError {
        if (registry.living(kind, region).anyMatch(resource -> resource.name().equals(name))) {
            throw refusal;
        }
    }

    /** Refuses a role that Bedrock cannot assume for a resource, or not yet. */
    void roleIsAssumable(String role, String arn) throws ServiceError {
        if (faults.refuses("PassRole")) {
            throw Refusal.denied("User is not authorized to perform: iam:PassRole on resource: " + role);
        }
        boolean known = roles.trusted(role)
                .filter(trusted -> !faults.notAssumableYet(trusted))
                .isPresent();
        if (!known || !roles.assumable(role, arn)) {
            throw Refusal.invalid("Could not assume provided IAM role");
        }
    }

    /** Remembers by which request a resource was made. */
    void remember(Resource resource, Request request) {
        request.optional(TOKEN).ifPresent(token -> {
            resource.local().put(TOKEN, token);
            resource.local().set(CONTENT, content(request));
        });
    }

    private static ObjectNode content(Request request) {
        ObjectNode content = request.input().deepCopy();
        content.remove(TOKEN);
        content.remove(TAGS);
        return content;
    }
}
