package io.github.tune4j.serving;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.crash.Child;
import io.github.tune4j.crash.Life;
import io.github.tune4j.job.CustomModel;
import java.nio.file.Files;

/** A program that buys throughput, closes nothing and ends its JVM in good order. */
final class ExitingLife implements Life {
    @Override
    @SuppressWarnings("resource")
    public void run(Child child) throws Exception {
        AwsSession aws = child.session().build();
        CustomModel tuned =
                CustomModel.attach(aws, Files.readString(child.folder().resolve(ServingLife.MODEL)));
        ProvisionedModel model = ProvisionedModel.builder(aws, tuned)
                .name("gauges-eval")
                .maxLifetime(ServingLife.LIFETIME)
                .provision();
        child.result("bought", model.arn().contains(":provisioned-model/"));
        System.exit(0);
    }
}
