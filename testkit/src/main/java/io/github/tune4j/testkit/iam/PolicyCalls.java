package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What roles may do: policies inside them and policies attached to them. */
final class PolicyCalls {
    private static final int LARGEST_INLINE = 10_240;
    private static final int MOST_ATTACHED = 10;
    private static final String ONLY_VERSION = "v1";
    private static final Instant PUBLISHED = Instant.parse("2015-02-06T18:40:58Z");

    private final Roles roles;

    PolicyCalls(Roles roles) {
        this.roles = roles;
    }

    Consumer<XmlWriter> put(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String policy = request.text("PolicyName");
        String document = request.text("PolicyDocument");
        roles.change(name, role -> {
            Policies.requireValid(document, Policy.Kind.PERMISSION);
            Map<String, String> inline = new TreeMap<>(role.inline());
            inline.put(policy, document);
            if (inline.values().stream().mapToInt(PolicyCalls::size).sum() > LARGEST_INLINE) {
                throw IamErrors.limitExceeded(
                        "Maximum policy size of " + LARGEST_INLINE + " bytes exceeded for role " + name);
            }
            return role.withInline(inline);
        });
        return IamService.nothing();
    }

    /** White space does not count. */
    private static int size(String document) {
        return document.replaceAll("\\s", "").length();
    }

    Consumer<XmlWriter> get(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String policy = request.text("PolicyName");
        Role role = role(name);
        if (!role.inline().containsKey(policy)) {
            throw noSuchInline(policy);
        }
        return xml -> xml.text("RoleName", role.name())
                .text("PolicyName", policy)
                .text("PolicyDocument", Percent.encode(role.inline().get(policy)));
    }

    Consumer<XmlWriter> list(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        Listed<String> page = Listed.of(request, List.copyOf(role(name).inline().keySet()), policy -> policy);
        return xml -> {
            xml.element("PolicyNames", all -> page.entries().forEach(policy -> all.text("member", policy)));
            page.write(xml);
        };
    }

    Consumer<XmlWriter> delete(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String policy = request.text("PolicyName");
        roles.change(name, role -> {
            Map<String, String> inline = new TreeMap<>(role.inline());
            if (inline.remove(policy) == null) {
                throw noSuchInline(policy);
            }
            return role.withInline(inline);
        });
        return IamService.nothing();
    }

    Consumer<XmlWriter> attach(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String arn = request.text("PolicyArn");
        roles.change(name, role -> {
            if (ManagedPolicies.document(arn).isEmpty()) {
                throw IamErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
            }
            Set<String> attached = new TreeSet<>(role.attached());
            attached.add(arn);
            if (attached.size() > MOST_ATTACHED) {
                throw IamErrors.limitExceeded("Cannot exceed quota for PoliciesPerRole: " + MOST_ATTACHED);
            }
            return role.withAttached(attached);
        });
        return IamService.nothing();
    }

    Consumer<XmlWriter> detach(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String arn = request.text("PolicyArn");
        roles.change(name, role -> {
            Set<String> attached = new TreeSet<>(role.attached());
            if (!attached.remove(arn)) {
                throw IamErrors.noSuchEntity("Policy " + arn + " was not found.");
            }
            return role.withAttached(attached);
        });
        return IamService.nothing();
    }

    Consumer<XmlWriter> listAttached(QueryRequest request) throws ServiceError {
        String name = request.text("RoleName");
        String prefix = request.get("PathPrefix").orElse("/");
        List<String> attached = role(name).attached().stream()
                .filter(arn -> ManagedPolicies.path(arn).startsWith(prefix))
                .toList();
        Listed<String> page = Listed.of(request, attached, arn -> arn);
        return xml -> {
            xml.element(
                    "AttachedPolicies",
                    all -> all.elements(
                            "member",
                            page.entries(),
                            arn -> all.text("PolicyName", ManagedPolicies.name(arn))
                                    .text("PolicyArn", arn)));
            page.write(xml);
        };
    }

    Consumer<XmlWriter> getManaged(QueryRequest request) throws ServiceError {
        String arn = request.text("PolicyArn");
        managed(arn);
        long uses = roles.all().stream()
                .filter(role -> role.attached().contains(arn))
                .count();
        return xml -> xml.element(
                "Policy",
                policy -> policy.text("PolicyName", ManagedPolicies.name(arn))
                        .text("PolicyId", String.format("ANPA%017X", arn.hashCode() & 0xFFFF_FFFFL))
                        .text("Arn", arn)
                        .text("Path", ManagedPolicies.path(arn))
                        .text("DefaultVersionId", ONLY_VERSION)
                        .text("AttachmentCount", uses)
                        .text("PermissionsBoundaryUsageCount", 0)
                        .text("IsAttachable", true)
                        .text("CreateDate", PUBLISHED)
                        .text("UpdateDate", PUBLISHED));
    }

    Consumer<XmlWriter> getManagedVersion(QueryRequest request) throws ServiceError {
        String arn = request.text("PolicyArn");
        String version = request.text("VersionId");
        String document = managed(arn);
        if (!version.equals(ONLY_VERSION)) {
            throw IamErrors.noSuchEntity(
                    "Policy " + arn + " version " + version + " does not exist or is not attachable.");
        }
        return xml -> xml.element(
                "PolicyVersion",
                policy -> policy.text("Document", Percent.encode(document))
                        .text("VersionId", ONLY_VERSION)
                        .text("IsDefaultVersion", true)
                        .text("CreateDate", PUBLISHED));
    }

    private static String managed(String arn) throws ServiceError {
        return ManagedPolicies.document(arn)
                .orElseThrow(() -> IamErrors.noSuchEntity("Policy " + arn + " was not found."));
    }

    private Role role(String name) throws ServiceError {
        return roles.byName(name).orElseThrow(() -> IamErrors.noSuchRole(name));
    }

    private static ServiceError noSuchInline(String policy) {
        return IamErrors.noSuchEntity("The role policy with name " + policy + " cannot be found.");
    }
}
