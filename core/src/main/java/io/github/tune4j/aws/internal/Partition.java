package io.github.tune4j.aws.internal;

import software.amazon.awssdk.regions.Region;

/**
 * One of AWS's separate worlds.
 *
 * @param id its name in ARNs
 * @param globalRegion where its global services are called
 */
public record Partition(String id, Region globalRegion) {

    /**
     * The partition of a region.
     *
     * @param region the region
     * @return its partition
     */
    public static Partition of(Region region) {
        if (region.id().startsWith("cn-")) {
            return new Partition("aws-cn", Region.AWS_CN_GLOBAL);
        }
        return region.id().startsWith("us-gov-")
                ? new Partition("aws-us-gov", Region.AWS_US_GOV_GLOBAL)
                : new Partition("aws", Region.AWS_GLOBAL);
    }
}
