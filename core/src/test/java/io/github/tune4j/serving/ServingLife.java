package io.github.tune4j.serving;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.crash.Child;
import io.github.tune4j.crash.Life;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.run.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * From a tuned model to two answers and nothing left running. What is to be bought, and whether a watchdog is to watch over
 * it, stands in the folder.
 */
final class ServingLife implements Life {
    static final String MODEL = "model.txt";
    static final String WATCHDOG = "watchdog";
    static final String JUMP_AFTER = "jump-after.txt";
    static final String JUMP = "jump.txt";
    static final String WAITS = "waits";
    static final Duration LIFETIME = Duration.ofHours(2);

    @Override
    public void run(Child child) throws Exception {
        Path jump = child.folder().resolve(JUMP);
        TimeSource time = Files.exists(jump)
                ? new JumpingTime(
                        child.time(),
                        Duration.parse(Files.readString(jump)),
                        Integer.parseInt(Files.readString(child.folder().resolve(JUMP_AFTER))),
                        child.folder().resolve(WAITS))
                : child.time();
        try (AwsSession aws = child.session().time(time).build()) {
            CustomModel tuned =
                    CustomModel.attach(aws, Files.readString(child.folder().resolve(MODEL)));
            try (ProvisionedModel model = ProvisionedModel.builder(aws, tuned)
                    .name("gauges-eval")
                    .maxLifetime(LIFETIME)
                    .watchdog(Files.exists(child.folder().resolve(WATCHDOG)))
                    .provisionOrAdopt()) {
                model.awaitInService(Duration.ofHours(1));
                model.ask("What does gauge 7 show?");
                model.ask("What does gauge 8 show?");
            }
            child.result("closed", true);
        }
    }
}
