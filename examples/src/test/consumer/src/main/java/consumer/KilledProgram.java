package consumer;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.serving.ProvisionedModel;
import io.github.tune4j.testkit.LocalAws;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Buys throughput with a watchdog on the local AWS of another JVM, and waits to be killed. */
public final class KilledProgram {
    public static void main(String[] args) throws InterruptedException {
        LocalAws local = LocalAws.connect(URI.create(args[0]));
        try (AwsSession aws =
                        AwsSession.builder().configure(local::configure).time(local.time()).build();
                ProvisionedModel model = ProvisionedModel.builder(aws, CustomModel.attach(aws, args[1]))
                        .maxLifetime(Duration.parse(args[2]))
                        .watchdog(true)
                        .provision()) {
            ProcessHandle.current().children().forEach(watchdog -> System.out.println("watchdog " + watchdog.pid()));
            System.out.println("bought " + model.arn());
            new CountDownLatch(1).await();
        }
    }

    private KilledProgram() {}
}
