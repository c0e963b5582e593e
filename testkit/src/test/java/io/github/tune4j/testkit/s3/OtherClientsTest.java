package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.testkit.iam.IamService;
import io.github.tune4j.testkit.iam.Roles;
import io.github.tune4j.testkit.kms.Keys;
import io.github.tune4j.testkit.quotas.Quotas;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Program;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI, boto3 and curl, with their signatures checked. */
class OtherClientsTest {
    private static final String ACCOUNT = "123456789012";
    private static final Buckets BUCKETS = Buckets.open(Optional.empty());
    private static final Roles ROLES = Roles.open(Optional.empty(), ACCOUNT, InstantSource.system());
    private static final Keys KEYS = Keys.open(Optional.empty(), ACCOUNT);
    private static final WireServer SERVER = WireServer.start(
            0,
            List.of(
                    new S3Service(BUCKETS, "123456789012"),
                    IamService.iam(ROLES),
                    IamService.sts(ACCOUNT),
                    KEYS.service(),
                    new Quotas(ACCOUNT, () -> 2).service()),
            Interceptor.NONE,
            Signatures.checked("AKIDEXAMPLE", "the/secret+key"));
    private static final Program PROGRAM = Program.against(SERVER.endpoint(), "AKIDEXAMPLE", "the/secret+key");

    @TempDir
    private Path folder;

    @BeforeEach
    void empty() {
        BUCKETS.reset();
        ROLES.reset();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        BUCKETS.close();
        ROLES.close();
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("sub dir/深い"));
        Files.writeString(tree.resolve("a.txt"), "a");
        Files.writeString(tree.resolve("empty"), "");
        Files.writeString(tree.resolve("sub dir/b+c & d.txt"), "b");
        Files.writeString(tree.resolve("sub dir/深い/é.txt"), "c");
        byte[] large = new byte[20 * 1024 * 1024];
        new Random(1).nextBytes(large);
        Files.write(tree.resolve("large.bin"), large);
        return tree;
    }

    @Test
    void serves_the_command_line_a_tree_of_files_up_and_down() throws Exception {
        Path tree = tree();
        Path back = folder.resolve("back");

        PROGRAM.aws("s3", "mb", "s3://bucket");
        PROGRAM.aws("s3", "cp", "--recursive", "--quiet", tree.toString(), "s3://bucket/in");
        assertThat(PROGRAM.aws("s3", "sync", tree.toString(), "s3://bucket/in")).isEmpty();
        PROGRAM.aws("s3", "sync", "--quiet", "s3://bucket/in", back.toString());
        assertThat(PROGRAM.aws("s3", "sync", "s3://bucket/in", back.toString())).isEmpty();

        try (Stream<Path> files = Files.walk(tree)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(
                                    back.resolve(tree.relativize(file).toString()))
                            .hasSameBinaryContentAs(file));
        }
        assertThat(BUCKETS.find("bucket", "in/large.bin").orElseThrow().parts()).hasSizeGreaterThan(1);
        assertThat(BUCKETS.list("bucket", ""))
                .extracting(StoredObject::key)
                .containsExactly(
                        "in/a.txt", "in/empty", "in/large.bin", "in/sub dir/b+c & d.txt", "in/sub dir/深い/é.txt");
    }

    @Test
    void sends_only_what_has_changed() throws Exception {
        Path tree = tree();
        BUCKETS.create("bucket", "us-west-2");
        PROGRAM.aws("s3", "sync", "--quiet", tree.toString(), "s3://bucket");
        Files.writeString(tree.resolve("a.txt"), "changed");
        Files.delete(tree.resolve("empty"));

        String sent = PROGRAM.aws("s3", "sync", "--delete", "--no-progress", tree.toString(), "s3://bucket");

        assertThat(sent.lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("delete: s3://bucket/empty"));
        assertThat(PROGRAM.aws("s3", "sync", tree.toString(), "s3://bucket")).isEmpty();
    }

    @Test
    void serves_copies_moves_and_removals_of_the_command_line() throws Exception {
        Path tree = tree();
        BUCKETS.create("bucket", "us-west-2");
        PROGRAM.aws("s3", "cp", "--quiet", tree.resolve("large.bin").toString(), "s3://bucket/large");

        PROGRAM.aws("s3", "cp", "--quiet", "s3://bucket/large", "s3://bucket/copy of large");
        PROGRAM.aws("s3", "mv", "--quiet", "s3://bucket/copy of large", "s3://bucket/moved");
        String listed = PROGRAM.aws("s3", "ls", "s3://bucket", "--recursive", "--summarize");
        String head = PROGRAM.aws(
                "s3api", "head-object", "--bucket", "bucket", "--key", "large", "--checksum-mode", "ENABLED");
        PROGRAM.aws("s3", "rm", "--quiet", "--recursive", "s3://bucket");
        PROGRAM.aws("s3", "rb", "s3://bucket");

        assertThat(listed).contains("large", "moved", "Total Objects: 2");
        assertThat(head).contains("\"ContentLength\": 20971520", "Checksum");
        assertThat(BUCKETS.region("bucket")).isEmpty();
    }

    @Test
    void gives_curl_what_the_command_line_presigned() throws Exception {
        BUCKETS.create("bucket", "us-west-2");
        BUCKETS.put("bucket", "a b/キー+.txt", "text/plain", "hello".getBytes());

        String url = PROGRAM.aws("s3", "presign", "s3://bucket/a b/キー+.txt").strip();

        assertThat(PROGRAM.curl("-sS", "--fail-with-body", url)).isEqualTo("hello");
        assertThat(PROGRAM.curl("-sS", "-o", "/dev/null", "-w", "%{http_code}", url.replace("a%20b", "a%20c")))
                .isEqualTo("403");
    }

    @Test
    void serves_the_other_services_to_the_command_line() throws Exception {
        Path trust = Files.writeString(folder.resolve("trust.json"), """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},
                "Action":"sts:AssumeRole"}]}""");
        Path read = Files.writeString(folder.resolve("read.json"), """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""");
        String arn = "arn:aws:iam::" + ACCOUNT + ":role/tuner";
        KEYS.declare("us-west-2", "tuning");

        assertThat(PROGRAM.aws("sts", "get-caller-identity", "--query", "Account", "--output", "text"))
                .isEqualTo(ACCOUNT + "\n");
        PROGRAM.aws("iam", "create-role", "--role-name", "tuner", "--assume-role-policy-document", "file://" + trust);
        PROGRAM.aws(
                "iam",
                "put-role-policy",
                "--role-name",
                "tuner",
                "--policy-name",
                "read",
                "--policy-document",
                "file://" + read);
        PROGRAM.aws("iam", "wait", "role-exists", "--role-name", "tuner");
        assertThat(PROGRAM.aws("iam", "get-role", "--role-name", "tuner")).contains(arn, "bedrock.amazonaws.com");
        assertThat(PROGRAM.aws(
                        "iam",
                        "simulate-principal-policy",
                        "--policy-source-arn",
                        arn,
                        "--action-names",
                        "s3:GetObject",
                        "s3:PutObject",
                        "--query",
                        "EvaluationResults[].EvalDecision",
                        "--output",
                        "text"))
                .isEqualTo("allowed\timplicitDeny\n");
        assertThat(PROGRAM.tryAws("iam", "delete-role", "--role-name", "tuner").output())
                .contains("(DeleteConflict)", "must delete policies first");
        assertThat(PROGRAM.aws("kms", "describe-key", "--key-id", "alias/tuning"))
                .contains("SYMMETRIC_DEFAULT");
        assertThat(PROGRAM.aws(
                        "service-quotas",
                        "get-service-quota",
                        "--service-code",
                        "bedrock",
                        "--quota-code",
                        "L-BE77399C",
                        "--query",
                        "Quota.Value"))
                .isEqualTo("2.0\n");
        assertThat(PROGRAM.tryAws("ec2", "describe-instances").status()).isNotZero();
    }

    @Test
    void serves_boto3() throws Exception {
        Path script = Path.of(Objects.requireNonNull(OtherClientsTest.class.getResource("other_clients.py"))
                .toURI());

        assertThat(PROGRAM.python(script, folder.toString())).endsWith("done\n");
    }
}
