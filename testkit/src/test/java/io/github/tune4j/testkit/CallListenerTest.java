package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

class CallListenerTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @Test
    void hears_of_a_call_before_anything_is_done_and_before_the_answer_leaves() {
        try (LocalAws local = LocalAws.builder().steppedByHand().start();
                Life life = Life.on(local)) {
            local.listen(new LocalAws.CallListener() {
                @Override
                public void before(RecordedCall call) {
                    heard.add("before " + call.operation() + call.parameters()
                            + local.calls().size());
                }

                @Override
                public void after(RecordedCall call) {
                    heard.add("after " + call.operation() + " " + call.status() + " "
                            + local.calls().size());
                }
            });
            life.s3.createBucket(
                    b -> b.bucket("b-1").createBucketConfiguration(c -> c.locationConstraint("us-west-2")));
            assertThatThrownBy(() -> life.bedrock.getModelCustomizationJob(b -> b.jobIdentifier("none")))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThat(heard)
                    .containsExactly(
                            "before CreateBucket{Bucket=b-1}0",
                            "after CreateBucket 200 0",
                            "before GetModelCustomizationJob{jobIdentifier=none}1",
                            "after GetModelCustomizationJob 404 1");
            local.reset();
            life.s3.listBuckets();
            assertThat(heard).hasSize(4);
        }
    }

    @Test
    void what_it_throws_drops_the_connection_and_what_was_done_stays_done() {
        try (LocalAws local = LocalAws.builder().steppedByHand().start();
                Life life = Life.on(local)) {
            local.listen(new LocalAws.CallListener() {
                @Override
                public void after(RecordedCall call) {
                    if (heard.isEmpty()) {
                        heard.add(call.operation());
                        throw new IllegalStateException("no answer");
                    }
                }
            });
            assertThatThrownBy(() -> life.s3.createBucket(
                            b -> b.bucket("b-1").createBucketConfiguration(c -> c.locationConstraint("us-west-2"))))
                    .isInstanceOf(BucketAlreadyOwnedByYouException.class);
            assertThat(local.calls("CreateBucket"))
                    .extracting(RecordedCall::status)
                    .startsWith(0);
            assertThat(life.s3.listBuckets().buckets()).hasSize(1);
        }
    }
}
