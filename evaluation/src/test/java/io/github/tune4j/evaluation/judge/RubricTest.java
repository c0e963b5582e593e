package io.github.tune4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RubricTest {
    private static final List<String> FOURTEEN = List.of(
            "conciseness",
            "relevance",
            "correctness",
            "coherence",
            "harmfulness",
            "maliciousness",
            "helpfulness",
            "controversiality",
            "misogyny",
            "criminality",
            "insensitivity",
            "depth",
            "creativity",
            "detail");

    @Test
    void knows_fourteen_by_name_in_two_languages() {
        for (String name : FOURTEEN) {
            Rubric english = Rubric.named(name);
            Rubric japanese = english.language(Locale.JAPAN);
            assertThat(english.description()).isNotBlank().isNotEqualTo(japanese.description());
            assertThat(english.sha256()).isNotEqualTo(japanese.sha256()).hasSize(64);
            assertThat(japanese.language(Locale.ENGLISH).sha256()).isEqualTo(english.sha256());
        }
        assertThatThrownBy(() -> Rubric.named("beauty"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("beauty")
                .hasMessageContaining("conciseness");
    }

    @Test
    void reports_every_wrong_setting_at_once() {
        assertThatThrownBy(() -> Rubric.builder(" ")
                        .scale(5, 1)
                        .anchor(9, "off the scale")
                        .build())
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems()).hasSize(3));
        assertThatThrownBy(() -> Rubric.CORRECTNESS.language(Locale.FRENCH)).hasMessageContaining("French");
    }

    @Test
    void a_description_of_ones_own_survives_another_language() {
        Rubric own = Rubric.builder("tone").description("Is it friendly?").build();
        assertThat(own.language(Locale.JAPANESE).description()).isEqualTo("Is it friendly?");
    }
}
