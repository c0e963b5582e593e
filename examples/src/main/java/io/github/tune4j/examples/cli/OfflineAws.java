package io.github.tune4j.examples.cli;

import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import software.amazon.awssdk.regions.Region;

/** The local AWS of a main that runs offline: it lives in the main's JVM and ends with it. */
public final class OfflineAws {
    private static final String UNWATCHED =
            "org.slf4j.simpleLogger.log.io.github.tune4j.serving.ProvisionedModel.unwatched";

    private OfflineAws() {}

    /** Starts one in the first region of a model. */
    public static LocalAws start(BaseModel model) {
        if (System.getProperty(UNWATCHED) == null) {
            // When this JVM is killed nothing goes on costing money.
            System.setProperty(UNWATCHED, "error");
        }
        return LocalAws.builder().region(Region.of(model.regions().get(0))).start();
    }
}
