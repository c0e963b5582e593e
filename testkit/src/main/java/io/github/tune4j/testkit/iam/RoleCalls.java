package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Roles: made, found, changed and deleted. */
final class RoleCalls {
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int MOST_ROLES = 1_000;
    private static final int MOST_TAGS = 50;
    private static final int HOUR = 3_600;

    private final Roles roles;
    private final SecureRandom random = new SecureRandom();

    RoleCalls(Roles roles) {
        this.roles = roles;
    }

    Consumer<XmlWriter> create(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String trust = request.text("AssumeRolePolicyDocument");
        String path = request.get("Path").orElse("/");
        Optional<String> description = request.get("Description");
        int session = request.number("MaxSessionDuration", HOUR);
        Map<String, String> tags = tags(request);
        Policies.requireValid(trust, Policy.Kind.TRUST);
        if (roles.all().size() >= MOST_ROLES) {
            throw IamErrors.limitExceeded("Cannot exceed quota for RolesPerAccount: " + MOST_ROLES);
        }
        Role role = new Role(
                name,
                path,
                id(),
                "arn:aws:iam::" + roles.account() + ":role" + path + name,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                description,
                session,
                tags,
                trust,
                roles.now(),
                new TreeMap<>(),
                new TreeSet<>());
        if (!roles.add(role)) {
            throw new ServiceError(409, "EntityAlreadyExists", "Role with name " + name + " already exists.");
        }
        return xml -> xml.element("Role", r -> write(r, role, true));
    }

    Consumer<XmlWriter> get(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        Role role = roles.byName(name).orElseThrow(() -> IamErrors.noSuchRole(name));
        return xml -> xml.element("Role", r -> write(r, role, true));
    }

    Consumer<XmlWriter> list(QueryRequest request) throws ServiceError {
        String prefix = request.get("PathPrefix").orElse("/");
        Listed<Role> page = Listed.of(
                request,
                roles.all().stream()
                        .filter(role -> role.path().startsWith(prefix))
                        .toList(),
                Role::name);
        return xml -> {
            xml.element("Roles", all -> all.elements("member", page.entries(), role -> write(all, role, false)));
            page.write(xml);
        };
    }

    Consumer<XmlWriter> updateTrust(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String trust = request.text("PolicyDocument");
        roles.change(name, role -> {
            Policies.requireValid(trust, Policy.Kind.TRUST);
            return role.withTrust(trust, roles.now());
        });
        return IamService.nothing();
    }

    Consumer<XmlWriter> tag(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        Map<String, String> given = tags(request);
        roles.change(name, role -> {
            Map<String, String> tags = new LinkedHashMap<>(role.tags());
            tags.putAll(given);
            if (tags.size() > MOST_TAGS) {
                throw IamErrors.limitExceeded("The number of tags has reached the maximum limit of " + MOST_TAGS + ".");
            }
            return role.withTags(tags);
        });
        return IamService.nothing();
    }

    Consumer<XmlWriter> delete(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        roles.remove(name, role -> {
            if (!role.inline().isEmpty()) {
                throw new ServiceError(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
            }
            if (!role.attached().isEmpty()) {
                throw new ServiceError(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
            }
            return role;
        });
        return IamService.nothing();
    }

    private static Map<String, String> tags(QueryRequest request) throws ServiceError {
        List<Map<String, String>> given = request.structures("Tags");
        Map<String, String> tags = new LinkedHashMap<>();
        Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Map<String, String> tag : given) {
            String key = tag.getOrDefault("Key", "");
            String value = tag.getOrDefault("Value", "");
            if (!keys.add(key)) {
                throw IamErrors.invalidInput(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            tags.put(key, value);
        }
        return tags;
    }

    private String id() {
        StringBuilder id = new StringBuilder("AROA");
        random.ints(17, 0, ID_LETTERS.length()).forEach(i -> id.append(ID_LETTERS.charAt(i)));
        return id.toString();
    }

    private static void write(XmlWriter xml, Role role, boolean whole) {
        xml.text("Path", role.path())
                .text("RoleName", role.name())
                .text("RoleId", role.id())
                .text("Arn", role.arn())
                .text("CreateDate", role.created())
                .text("AssumeRolePolicyDocument", Percent.encode(role.trust()))
                .text("Description", role.description())
                .text("MaxSessionDuration", role.maxSessionSeconds());
        if (whole && !role.tags().isEmpty()) {
            xml.element(
                    "Tags",
                    tags -> tags.elements(
                            "member",
                            role.tags().entrySet(),
                            tag -> tags.text("Key", tag.getKey()).text("Value", tag.getValue())));
        }
    }
}
