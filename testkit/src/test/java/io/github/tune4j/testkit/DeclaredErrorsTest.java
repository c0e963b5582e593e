package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Every error that AWS declares for an operation reaches the SDK's client as the class it is declared as. */
@Timeout(60)
class DeclaredErrorsTest {
    private static LocalAws local;
    private static Operations operations;

    /** An error as AWS's service models have it. */
    record Declared(String service, String operation, String type, String code, int status) {
        String call() {
            return service + " " + operation;
        }

        /** What the SDK calls its class. */
        String javaName() {
            String name = type.replaceFirst("^KMS", "Kms");
            return name.endsWith("Exception") ? name : name + "Exception";
        }

        @Override
        public String toString() {
            return operation + " " + type;
        }
    }

    @BeforeAll
    static void start() {
        local = LocalAws.builder().steppedByHand().start();
        operations = new Operations(local);
    }

    @AfterAll
    static void stop() {
        operations.close();
        local.close();
    }

    static List<Declared> declared() throws IOException {
        try (var in = Objects.requireNonNull(DeclaredErrorsTest.class.getResourceAsStream("declared-errors.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(word -> new Declared(word[0], word[1], word[2], word[3], Integer.parseInt(word[4])))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("declared")
    void reaches_the_client_as_its_class(Declared error) {
        local.inject(Fault.error(error.operation(), error.status(), error.code(), "Just so.")
                .times(1));
        AwsServiceException refused = catchThrowableOfType(
                AwsServiceException.class,
                () -> operations.calls().get(error.call()).run());
        assertThat(refused.getClass().getSimpleName()).isEqualTo(error.javaName());
        assertThat(refused.statusCode()).isEqualTo(error.status());
        if (!error.operation().startsWith("Head")) {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(error.code());
            assertThat(refused.getMessage()).contains("Just so.");
        }
    }

    @Test
    void every_operation_of_bedrock_is_listed() throws IOException {
        Set<String> listed = new TreeSet<>();
        declared().forEach(error -> listed.add(error.call()));
        Set<String> there = new TreeSet<>(operations.calls().keySet());
        there.remove("sts GetCallerIdentity");
        assertThat(listed).isEqualTo(there);
    }
}
