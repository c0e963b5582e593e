package io.github.tune4j.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class RegionsTest {
    private final Regions regions = new Regions(
            Region.US_WEST_2,
            Map.of(Regions.STS, Region.EU_WEST_1),
            Map.of("judge", Region.US_EAST_1),
            id -> id.startsWith("us.judge") ? "judge" : id);

    @Test
    void a_service_is_called_in_the_sessions_region_unless_another_is_said() {
        assertThat(regions.of(Regions.S3)).isEqualTo(Region.US_WEST_2);
        assertThat(regions.of(Regions.STS)).isEqualTo(Region.EU_WEST_1);
        assertThat(regions.ofGlobal(Regions.IAM)).isEqualTo(Region.AWS_GLOBAL);
    }

    @Test
    void a_model_is_called_where_it_was_said_or_where_its_arn_says() {
        assertThat(regions.ofModel("us.judge-v1:0")).isEqualTo(Region.US_EAST_1);
        assertThat(regions.ofModel("another-v1:0")).isEqualTo(Region.US_WEST_2);
        assertThat(regions.ofModel("arn:aws:bedrock:eu-central-1:123456789012:provisioned-model/abcdefghijkl"))
                .isEqualTo(Region.EU_CENTRAL_1);
    }

    @Test
    void only_addresses_of_this_machine_are_loopback() {
        assertThat(LoopbackEndpoint.isLoopback("http://127.0.0.1:4566")).isTrue();
        assertThat(LoopbackEndpoint.isLoopback("http://localhost:4566")).isTrue();
        assertThat(LoopbackEndpoint.isLoopback("http://[::1]:4566")).isTrue();
        assertThat(LoopbackEndpoint.isLoopback("https://bedrock.us-west-2.amazonaws.com"))
                .isFalse();
        assertThat(LoopbackEndpoint.isLoopback("http://127.0.0.1.evil.example")).isFalse();
        assertThat(LoopbackEndpoint.isLoopback("http://10.0.0.1")).isFalse();
        assertThat(LoopbackEndpoint.isLoopback("::no uri::")).isFalse();
        assertThat(LoopbackEndpoint.isLoopback(null)).isFalse();
    }
}
