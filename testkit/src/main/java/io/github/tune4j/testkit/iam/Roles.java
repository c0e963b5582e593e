package io.github.tune4j.testkit.iam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.state.Journal;
import io.github.tune4j.testkit.wire.ServiceError;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every role there is: the door for the other services of the same process, and what {@link IamService} serves. Thread-safe. */
public final class Roles implements AutoCloseable {
    private static final String ASSUME = "sts:AssumeRole";

    /** By name in lower case: IAM does not tell names apart by case. */
    private final ConcurrentMap<String, Role> roles = new ConcurrentSkipListMap<>();

    private final Journal journal;
    private final String account;
    private final InstantSource clock;

    private Roles(Journal journal, String account, InstantSource clock) {
        this.journal = journal;
        this.account = account;
        this.clock = clock;
    }

    /**
     * Opens what is in a folder, or, without a folder, begins with nothing and keeps nothing.
     *
     * @param account the account's id, twelve digits
     * @param clock stamps changes of trust, see {@link #trustChanged}
     * @throws java.io.UncheckedIOException if the folder cannot be read or written
     */
    public static Roles open(Optional<Path> folder, String account, InstantSource clock) {
        Roles opened = new Roles(Journal.open(folder, "iam.jsonl"), account, clock);
        opened.journal.replay((key, json) -> opened.roles.put(key, Role.read(json)));
        return opened;
    }

    /** The account that everything belongs to. */
    public String account() {
        return account;
    }

    /**
     * Whether a service may act as a role.
     *
     * @param service for example {@code bedrock.amazonaws.com}
     * @param sourceAccount the account for which it acts, the condition key {@code aws:SourceAccount}
     * @param sourceArn the resource for which it acts, the condition key {@code aws:SourceArn}
     */
    public boolean mayAssume(String roleArn, String service, String sourceAccount, String sourceArn) {
        Context context = Context.of(Map.of(
                "aws:SourceAccount", List.of(sourceAccount),
                "aws:SourceArn", List.of(sourceArn),
                "aws:PrincipalIsAWSService", List.of("true"),
                "aws:PrincipalServiceName", List.of(service)));
        return byArn(roleArn)
                .map(role -> List.of(Policy.parse(role.trust(), Policy.Kind.TRUST)))
                .map(trust -> Decision.of(trust, statement -> statement.covers(ASSUME, "Service", service, context)))
                .filter(Decision.ALLOWED::equals)
                .isPresent();
    }

    /** When a role's trust policy was last set, by the local AWS's clock; empty if there is no such role. */
    public Optional<Instant> trustChanged(String roleArn) {
        return byArn(roleArn).map(Role::trustChanged);
    }

    /**
     * Whether a role's policies let it do something.
     *
     * @param action for example {@code s3:GetObject}
     * @param resourceArn what it is done to
     * @param context condition keys and their values, beside those of the role itself
     */
    public boolean allows(String roleArn, String action, String resourceArn, Map<String, List<String>> context) {
        return decide(roleArn, action, resourceArn, context) == Decision.ALLOWED;
    }

    /** What a role's policies say of something; a role that is not there may do nothing. */
    public Decision decide(String roleArn, String action, String resourceArn, Map<String, List<String>> context) {
        return byArn(roleArn)
                .map(role -> decide(role, action, resourceArn, context))
                .orElse(Decision.IMPLICITLY_DENIED);
    }

    /** Deletes everything. */
    public void reset() {
        roles.clear();
        journal.clear();
    }

    @Override
    public void close() {
        journal.close();
    }

    Instant now() {
        return clock.instant();
    }

    List<Role> all() {
        return List.copyOf(roles.values());
    }

    Optional<Role> byName(String name) {
        return Optional.ofNullable(roles.get(key(name)));
    }

    Optional<Role> byArn(String arn) {
        return byName(arn.substring(arn.lastIndexOf('/') + 1))
                .filter(role -> role.arn().equals(arn));
    }

    Decision decide(Role role, String action, String resourceArn, Map<String, List<String>> given) {
        Map<String, List<String>> context = new HashMap<>(given);
        context.putIfAbsent("aws:PrincipalArn", List.of(role.arn()));
        context.putIfAbsent("aws:PrincipalAccount", List.of(account));
        context.putIfAbsent("aws:SecureTransport", List.of("true"));
        context.putIfAbsent("aws:CurrentTime", List.of(now().toString()));
        role.tags().forEach((tag, value) -> context.putIfAbsent("aws:PrincipalTag/" + tag, List.of(value)));
        Context resolved = Context.of(context);
        return Decision.of(policies(role), statement -> statement.covers(action, resourceArn, resolved));
    }

    /** Adds a role unless one of this name is there. */
    synchronized boolean add(Role role) {
        boolean added = roles.putIfAbsent(key(role.name()), role) == null;
        if (added) {
            keep(role);
        }
        return added;
    }

    /** Changes a role that is there. */
    synchronized void change(String name, Change change) throws ServiceError {
        Role changed = change.apply(byName(name).orElseThrow(() -> IamErrors.noSuchRole(name)));
        roles.put(key(name), changed);
        keep(changed);
    }

    /** Removes a role if a check on it passes. */
    synchronized void remove(String name, Change check) throws ServiceError {
        check.apply(byName(name).orElseThrow(() -> IamErrors.noSuchRole(name)));
        roles.remove(key(name));
        journal.remove(key(name));
    }

    private List<Policy> policies(Role role) {
        List<String> documents = new ArrayList<>(role.inline().values());
        role.attached().forEach(arn -> ManagedPolicies.document(arn).ifPresent(documents::add));
        return documents.stream()
                .map(document -> Policy.parse(document, Policy.Kind.PERMISSION))
                .toList();
    }

    private void keep(Role role) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        role.write(json);
        journal.put(key(role.name()), json);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** What becomes of a role. */
    @FunctionalInterface
    interface Change {
        Role apply(Role role) throws ServiceError;
    }
}
