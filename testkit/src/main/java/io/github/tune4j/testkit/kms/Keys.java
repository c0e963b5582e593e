package io.github.tune4j.testkit.kms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.jsonrpc.JsonProtocol;
import io.github.tune4j.testkit.jsonrpc.JsonProtocol.Offer;
import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.rest.Shape.Form;
import io.github.tune4j.testkit.state.Journal;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that a test has declared; nothing is ever encrypted with them. Thread-safe. */
public final class Keys implements AutoCloseable {
    private static final String ONLY_POLICY = "default";
    private static final Shape.Structure KEY = Shape.structure().required("keyId", Shape.text(1, 2_048));

    private final Map<String, Key> byArn = new ConcurrentHashMap<>();
    private final Map<String, String> arnByAlias = new ConcurrentHashMap<>();
    private final Journal journal;
    private final String account;

    private Keys(Journal journal, String account) {
        this.journal = journal;
        this.account = account;
    }

    /**
     * Opens what is in a folder, or, without a folder, begins with nothing and keeps nothing.
     *
     * @param account the account's id, twelve digits
     * @throws java.io.UncheckedIOException if the folder cannot be read or written
     */
    public static Keys open(Optional<Path> folder, String account) {
        Keys opened = new Keys(Journal.open(folder, "kms.jsonl"), account);
        opened.journal.replay((arn, json) -> opened.add(
                json.path("alias").asText(),
                new Key(arn, Instant.parse(json.path("created").asText()))));
        return opened;
    }

    /**
     * Declares a key that the account's own policies decide on.
     *
     * @param alias without {@code alias/}
     * @return its ARN
     */
    public String declare(String region, String alias) {
        Key key = new Key("arn:aws:kms:" + region + ":" + account + ":key/" + UUID.randomUUID(), Instant.now());
        String aliasArn = aliasArn(region, "alias/" + alias);
        add(aliasArn, key);
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        journal.put(
                key.arn(),
                kept.put("alias", aliasArn).put("created", key.created().toString()));
        return key.arn();
    }

    private void add(String aliasArn, Key key) {
        byArn.put(key.arn(), key);
        arnByAlias.put(aliasArn, key.arn());
    }

    /** The ARN of a key that is named by id, ARN, alias or the alias's ARN. */
    public Optional<String> find(String region, String name) {
        String arn = arnOf(region, name);
        return Optional.of(arnByAlias.getOrDefault(arn, arn)).filter(byArn::containsKey);
    }

    /** Forgets every key. */
    public void reset() {
        byArn.clear();
        arnByAlias.clear();
        journal.clear();
    }

    @Override
    public void close() {
        journal.close();
    }

    /** KMS over the wire. */
    public Service service() {
        return new JsonProtocol(
                "kms",
                "TrentService",
                "ValidationException",
                Map.of(
                        "DescribeKey",
                        new Offer(KEY.optional("grantTokens", Shape.list(0, 10, Shape.text(1, 8_192))), this::describe),
                        "GetKeyPolicy",
                        new Offer(
                                KEY.optional("policyName", Shape.text(1, 128, Form.letters("[\\w]+"))), this::policy)));
    }

    private ObjectNode describe(JsonProtocol.Request request) throws ServiceError {
        Key key = find(request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("KeyMetadata")
                .put("AWSAccountId", account)
                .put("KeyId", key.id())
                .put("Arn", key.arn())
                .put("CreationDate", key.created().toEpochMilli() / 1000.0)
                .put("Enabled", true)
                .put("Description", "")
                .put("KeyUsage", "ENCRYPT_DECRYPT")
                .put("KeyState", "Enabled")
                .put("Origin", "AWS_KMS")
                .put("KeyManager", "CUSTOMER")
                .put("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
                .put("KeySpec", "SYMMETRIC_DEFAULT")
                .put("MultiRegion", false)
                .putArray("EncryptionAlgorithms")
                .add("SYMMETRIC_DEFAULT");
        return answer;
    }

    private ObjectNode policy(JsonProtocol.Request request) throws ServiceError {
        find(request);
        String name = request.json().path("PolicyName").asText(ONLY_POLICY);
        if (!name.equals(ONLY_POLICY)) {
            throw notFound("No such policy exists");
        }
        return JsonNodeFactory.instance.objectNode().put("Policy", policy()).put("PolicyName", ONLY_POLICY);
    }

    /** A key is named by its id, its ARN, its alias or its alias's ARN; of other regions by ARN only. */
    private Key find(JsonProtocol.Request request) throws ServiceError {
        String name = request.text("KeyId");
        if (name.startsWith("arn:") && !name.matches("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key|alias)/.+")) {
            throw new ServiceError(400, "InvalidArnException", "Invalid arn " + name);
        }
        String arn = arnOf(request.region(), name);
        Key key = byArn.get(arnByAlias.getOrDefault(arn, arn));
        if (key == null) {
            throw notFound((arn.contains(":alias/") ? "Alias " : "Key '")
                    + arn
                    + (arn.contains(":alias/") ? " is not found." : "' does not exist"));
        }
        return key;
    }

    private String arnOf(String region, String name) {
        if (name.startsWith("alias/")) {
            return aliasArn(region, name);
        }
        return name.startsWith("arn:") ? name : "arn:aws:kms:" + region + ":" + account + ":key/" + name;
    }

    private String aliasArn(String region, String alias) {
        return "arn:aws:kms:" + region + ":" + account + ":" + alias;
    }

    private static ServiceError notFound(String message) {
        return new ServiceError(400, "NotFoundException", message);
    }

    private String policy() {
        return "{\"Version\":\"2012-10-17\",\"Id\":\"key-default-1\",\"Statement\":[{\"Sid\":\"Enable IAM User"
                + " Permissions\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::" + account
                + ":root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";
    }

    private record Key(String arn, Instant created) {
        String id() {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }
    }
}
