package io.github.tune4j.serving;

import io.github.tune4j.TuneException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/** Something could not be ended and goes on costing money. The most expensive message of this library: act on it. */
public final class StillBillingException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient List<Capacity> left;
    private final transient Region region;

    StillBillingException(List<Capacity> left, Region region, @Nullable Throwable cause) {
        super(problem(left), "delete it by hand, now: " + commands(left, region), cause);
        this.left = List.copyOf(left);
        this.region = region;
    }

    private static String problem(List<Capacity> left) {
        return left.stream()
                .map(c -> c.arn() + " is still running"
                        + (c.usdPerHour() == null
                                ? ""
                                : " and costs " + c.usdPerHour().toPlainString() + " USD an hour"))
                .collect(Collectors.joining("; ", "", "."));
    }

    private static String commands(List<Capacity> left, Region region) {
        return left.stream().map(c -> command(c.arn(), region)).collect(Collectors.joining("\n"));
    }

    /** How to delete something with the AWS CLI. */
    static String command(String arn, Region region) {
        return (arn.contains(":custom-model-deployment/")
                        ? "aws bedrock delete-custom-model-deployment --custom-model-deployment-identifier "
                        : "aws bedrock delete-provisioned-model-throughput --provisioned-model-id ")
                + arn + " --region " + region.id();
    }

    /**
     * What is still running.
     *
     * @return each with its ARN and price an hour
     */
    public List<Capacity> left() {
        return left;
    }

    /**
     * How to end it without this library.
     *
     * @return commands for the AWS CLI, one a line
     */
    public String commandsToDelete() {
        return commands(left, region);
    }
}
