package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that was ever created in Bedrock. Its monitor is the one lock of the control plane: whoever reads or changes
 * a resource holds it.
 */
final class Registry {
    private final Map<String, Resource> byArn = new LinkedHashMap<>();
    private final String account;
    private final VirtualClock clock;
    private final Shelf shelf;

    /** With what lay on the shelf. */
    Registry(String account, VirtualClock clock, Shelf shelf) {
        this.account = account;
        this.clock = clock;
        this.shelf = shelf;
        shelf.resources().forEach(resource -> byArn.put(resource.arn(), resource));
    }

    String account() {
        return account;
    }

    /** An ARN for something new; {@code path} is what stands before the id, or nothing. */
    String newArn(Kind kind, String region, String path) {
        String arn;
        do {
            arn = Arns.of(region, account, kind, path + Arns.newId());
        } while (byArn.containsKey(arn));
        return arn;
    }

    /** A new resource. */
    Resource create(Kind kind, String region, String arn, String name) {
        Resource resource = Resource.create(kind, region, arn, name, byArn.size() + 1L, clock.now());
        byArn.put(arn, resource);
        return resource;
    }

    /** Writes a resource down after it was changed. */
    void save(Resource resource) {
        shelf.save(resource.arn(), resource.toJson(), clock.now());
    }

    /** Changes several resources so that a kill finds all of them changed, or none. */
    void together(Runnable changes) {
        shelf.together(changes);
    }

    /** Deletes a resource. It stays known for its name, its token and the bill. */
    void delete(Resource resource) {
        resource.delete(clock.now());
        save(resource);
    }

    /** What there is of a kind in a region, in the order of creation. */
    Stream<Resource> living(Kind kind, String region) {
        return all(kind)
                .filter(resource -> resource.region().equals(region))
                .filter(resource -> resource.deleted().isEmpty());
    }

    /** All that was ever created of a kind, in every region, in the order of creation. */
    Stream<Resource> all(Kind kind) {
        return byArn.values().stream().filter(resource -> resource.kind() == kind);
    }

    /** Everything that was ever created, in that order. */
    List<Resource> all() {
        return List.copyOf(byArn.values());
    }

    /** What an ARN or a name stands for. */
    Optional<Resource> find(Kind kind, String region, String identifier) {
        return living(kind, region)
                .filter(resource ->
                        resource.arn().equals(identifier) || resource.name().equals(identifier))
                .findFirst();
    }

    /** What an ARN stands for, whatever it is. */
    Optional<Resource> find(String arn) {
        return Optional.ofNullable(byArn.get(arn))
                .filter(resource -> resource.deleted().isEmpty());
    }

    /** What a member of a request names. */
    Resource get(Kind kind, Request request, String member) throws ServiceError {
        return get(kind, request.region(), request.text(member));
    }

    /** What an ARN or a name stands for, or a ResourceNotFoundException. */
    Resource get(Kind kind, String region, String identifier) throws ServiceError {
        return find(kind, region, identifier)
                .orElseThrow(() -> Refusal.notFound("The provided "
                        + kind.arnType().replace('-', ' ') + " identifier is not found: " + identifier));
    }

    void clear() {
        byArn.clear();
        shelf.clear();
    }
}
