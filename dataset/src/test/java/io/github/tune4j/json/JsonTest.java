package io.github.tune4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void a_text_beyond_the_limit_is_named_and_one_at_the_limit_is_read() {
        String longest = "a".repeat(20_000_000);
        assertThat(Json.parse('"' + longest + '"', "the file").textValue()).hasSize(longest.length());
        assertThatThrownBy(() -> Json.parse("[\"" + longest + "a\"]", "the file"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the file has a text of more than 20,000,000 characters");
    }

    @Test
    void a_file_may_hold_more_values_than_a_record() {
        String many = "[" + "0,".repeat(300_000) + "0]";
        assertThat(Json.parse(many, "the file")).hasSize(300_001);
        assertThatThrownBy(() -> Json.record(many, "the file"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the file has more than 300,000 values and keys");
    }

    @Test
    void a_key_that_stands_twice_is_named_by_its_place_only() {
        assertThatThrownBy(() -> Json.parse("{\"secret\":1,\n\"secret\":2}", "the file"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the file has a key twice in one object at line 2, column 9")
                .hasMessageNotContaining("secret");
    }
}
