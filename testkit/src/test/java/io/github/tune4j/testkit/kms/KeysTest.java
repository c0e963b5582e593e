package io.github.tune4j.testkit.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidArnException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

class KeysTest {
    private static final Keys KEYS = Keys.open(Optional.empty(), "123456789012");
    private static final WireServer SERVER =
            WireServer.start(0, List.of(KEYS.service()), Interceptor.NONE, Signatures.unchecked());
    private static final KmsClient KMS = KmsClient.builder()
            .endpointOverride(SERVER.endpoint())
            .region(Region.US_WEST_2)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
            .build();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void finds_a_declared_key_by_each_of_its_names() {
        String arn = KEYS.declare("us-west-2", "tuning");
        String id = arn.substring(arn.lastIndexOf('/') + 1);

        for (String name : List.of(arn, id, "alias/tuning", "arn:aws:kms:us-west-2:123456789012:alias/tuning")) {
            KeyMetadata key = KMS.describeKey(r -> r.keyId(name)).keyMetadata();
            assertThat(key.arn()).isEqualTo(arn);
            assertThat(key.keyId()).isEqualTo(id);
            assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
            assertThat(key.creationDate()).isNotNull();
        }
        assertThat(KMS.getKeyPolicy(r -> r.keyId(arn)).policy()).contains("arn:aws:iam::123456789012:root");
    }

    @Test
    void finds_a_key_again_after_a_kill(@TempDir Path folder) {
        // Never closed: the next one finds the folder as a killed process leaves it.
        Keys killed = Keys.open(Optional.of(folder), "123456789012");
        String arn = killed.declare("us-west-2", "kept");

        try (Keys again = Keys.open(Optional.of(folder), "123456789012")) {
            assertThat(again.find("us-west-2", "alias/kept")).contains(arn);
            again.reset();
            assertThat(again.find("us-west-2", arn)).isEmpty();
        }
        killed.close();
    }

    @Test
    void says_what_is_not_there() {
        String elsewhere = KEYS.declare("eu-west-1", "elsewhere");

        assertThat(KMS.describeKey(r -> r.keyId(elsewhere)).keyMetadata().arn()).isEqualTo(elsewhere);
        for (String name : List.of("alias/elsewhere", "00000000", "arn:aws:kms:us-west-2:123456789012:key/none")) {
            assertThatThrownBy(() -> KMS.describeKey(r -> r.keyId(name)))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("Status Code: 400");
        }
        assertThatThrownBy(() -> KMS.describeKey(r -> r.keyId("arn:aws:s3:::bucket")))
                .isInstanceOf(InvalidArnException.class);
        assertThatThrownBy(() -> KMS.getKeyPolicy(r -> r.keyId(elsewhere).policyName("other")))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> KMS.describeKey(r -> {}))
                .isInstanceOfSatisfying(
                        KmsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
        assertThatThrownBy(() -> KMS.createKey()).isInstanceOfSatisfying(KmsException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
            assertThat(e.awsErrorDetails().errorMessage()).contains("CreateKey");
        });
    }
}
