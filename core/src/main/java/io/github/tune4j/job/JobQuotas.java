package io.github.tune4j.job;

import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.internal.Connection;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.FineTuningJobStatus;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobSummary;

/** How many jobs an account may have in a region at once. Codes and defaults of the AWS General Reference, autumn 2026. */
final class JobQuotas {
    /** "(Model customization) Scheduled customization jobs". */
    private static final String SCHEDULED_JOBS = "L-0406044C";

    private static final long SCHEDULED_JOBS_USUALLY = 10;

    /** "Model units no-commitment Provisioned Throughputs across custom models"; a new account has none. */
    private static final String MODEL_UNITS = "L-BE77399C";

    private static final Logger log = LoggerFactory.getLogger(FineTuningJob.class);

    private final Connection connection;

    JobQuotas(Connection connection) {
        this.connection = connection;
    }

    /** How many jobs may run at once; AWS's usual number where it may not be asked. */
    long mostJobs() {
        return value(SCHEDULED_JOBS).orElse(SCHEDULED_JOBS_USUALLY);
    }

    /** The jobs that run now. */
    Stream<ModelCustomizationJobSummary> running() {
        return connection
                .call(
                        "ListModelCustomizationJobs",
                        () -> connection
                                .clients()
                                .bedrock()
                                .listModelCustomizationJobsPaginator(
                                        l -> l.statusEquals(FineTuningJobStatus.IN_PROGRESS))
                                .modelCustomizationJobSummaries()
                                .stream()
                                .toList())
                .stream();
    }

    /** How many units of throughput without commitment the account may have for tuned models; empty when not told. */
    OptionalLong modelUnits() {
        return value(MODEL_UNITS);
    }

    private OptionalLong value(String code) {
        try {
            return OptionalLong.of(connection
                    .call(
                            "GetServiceQuota",
                            () -> connection
                                    .clients()
                                    .quotas()
                                    .getServiceQuota(
                                            q -> q.serviceCode("bedrock").quotaCode(code)))
                    .quota()
                    .value()
                    .longValue());
        } catch (AwsCallException e) {
            log.debug("Quota {} could not be read", code, e);
            return OptionalLong.empty();
        }
    }
}
