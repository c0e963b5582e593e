package io.github.tune4j.examples.article;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.examples.cli.OfflineAws;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.LocalAws;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/** Where the article is played: on a local AWS in this JVM, or on whatever the SDK's default chain reaches. */
public final class Stage implements AutoCloseable {
    private static final String LOCAL_LIMIT_USD = "1000";

    private final AwsSession session;
    private final Budget budget;
    private final @Nullable LocalAws local;
    private final boolean standIn;
    private final String bucket;
    private final ServiceRole role;

    private Stage(
            AwsSession.Builder session,
            BaseModel model,
            Budget budget,
            @Nullable LocalAws local,
            boolean standIn,
            String bucket,
            ServiceRole role) {
        this.session =
                session.region(Region.of(model.regions().get(0))).budget(budget).build();
        this.budget = budget;
        this.local = local;
        this.standIn = standIn;
        this.bucket = bucket;
        this.role = role;
    }

    /** A local AWS of its own; nothing of it is left after {@link #close}. */
    public static Stage local(BaseModel model) {
        LocalAws local = OfflineAws.start(model);
        return new Stage(
                AwsSession.builder().configure(local::configure).time(local.time()),
                model,
                Budget.ofUsd(LOCAL_LIMIT_USD),
                local,
                true,
                "article",
                ServiceRole.createIfMissing("article-role"));
    }

    /**
     * The AWS that the SDK's default chain reaches.
     *
     * @param bucket is created when missing
     * @param role an ARN, or the name of a role to create when missing
     * @param limitUsd nothing is bought beyond it
     * @param ledger keeps what was spent, so that a restart does not refill the purse
     */
    public static Stage aws(BaseModel model, String bucket, String role, BigDecimal limitUsd, Path ledger) {
        return new Stage(
                AwsSession.builder(),
                model,
                Budget.builder(limitUsd.toPlainString()).ledger(ledger).build(),
                null,
                localAwsAnswers(),
                bucket,
                role.startsWith("arn:") ? ServiceRole.arn(role) : ServiceRole.createIfMissing(role));
    }

    AwsSession session() {
        return session;
    }

    Budget budget() {
        return budget;
    }

    String storage() {
        return "s3://" + bucket + "/article";
    }

    ServiceRole role() {
        return role;
    }

    /** The local AWS of this JVM; null when the run talks to another one. */
    @Nullable
    LocalAws local() {
        return local;
    }

    /** Whether the models behind it are known to be stand-ins. */
    public boolean standIn() {
        return standIn;
    }

    /** Whether the SDK's own setting points it at a local AWS, which says so when its controls are asked. */
    private static boolean localAwsAnswers() {
        String endpoint = System.getProperty("aws.endpointUrl", System.getenv("AWS_ENDPOINT_URL"));
        if (endpoint == null || endpoint.isBlank()) {
            return false;
        }
        try {
            LocalAws.connect(URI.create(endpoint)).close();
            return true;
        } catch (IllegalArgumentException | UncheckedIOException | DateTimeException e) {
            return false; // Another service, or one without controls: nothing is known of its models.
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            if (local != null) {
                local.close();
            }
        }
    }
}
