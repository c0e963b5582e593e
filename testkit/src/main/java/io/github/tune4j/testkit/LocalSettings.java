package io.github.tune4j.testkit;

import io.github.tune4j.model.PriceList;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/** How a local AWS is set up: what {@link LocalAws.Builder} and the command line fill in. */
final class LocalSettings {
    Region region = LocalAws.Builder.USUAL_REGION;
    LocalDate date = LocalDate.of(2026, 1, 15);
    double speed = 1800;
    int units = 2;
    PriceList prices = PriceList.bundled();

    @Nullable
    Path state;

    @Nullable
    URI upstream;

    String upstreamModel = "";
    String host = "127.0.0.1";
    int port;
    boolean control = true;
    AwsBasicCredentials credentials = LocalAws.Builder.ANYONE;
    boolean verifySignatures;
}
