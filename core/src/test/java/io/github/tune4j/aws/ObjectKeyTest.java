package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"a b", "a=1", "a+b", "ä", "a//b"})
    void refuses_a_prefix_that_bedrock_does_not_take(String prefix) {
        assertThatThrownBy(() -> ObjectKey.check(new S3Location("bucket", prefix)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bucket/" + prefix);
    }

    @Test
    void keeps_a_name_that_obeys() {
        assertThat(ObjectKey.obeying("sub/training-1.jsonl")).isEqualTo("sub/training-1.jsonl");
    }

    @Test
    void names_that_differ_only_in_what_is_replaced_stay_different() {
        String one = ObjectKey.obeying("my data.jsonl");
        String other = ObjectKey.obeying("my+data.jsonl");
        assertThat(one).matches("my-data-[0-9a-f]{8}\\.jsonl").isNotEqualTo(other);
        ObjectKey.check(new S3Location("bucket", one + "/" + ObjectKey.obeying("訓練.jsonl")));
    }
}
