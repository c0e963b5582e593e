package io.github.tune4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalFormTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What's a  Provisioned\tThroughput? | what s a provisioned throughput",
                "ＡＷＳ ｶﾞｲﾄﾞ　①巻 | awsガイド1巻",
                "データ 保管、 S3 へ。 | データ保管s3へ",
                "Straße ΣΟΦΟΣ ﬁn | strasse σοφοσ fin",
                "İstanbul ılık | i\u0307stanbul ılık",
                "日々 ヶ月・〆切 | 日々ヶ月〆切",
                "'  ' | ''",
                "… — !! | ''",
            })
    void keeps_what_matters_to_a_reader(String text, String form) {
        assertThat(NormalForm.of(text)).isEqualTo(form);
    }

    @Test
    void has_a_form_for_every_code_point_that_stays_as_it_is() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String form = NormalForm.of(Character.toString(c));
            assertThat(NormalForm.of(form)).as("U+%04X", c).isEqualTo(form);
        }
    }

    @Test
    void is_blind_to_case_width_and_punctuation_of_any_text() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            String text = RandomTexts.text(random, random.nextInt(60));
            String form = NormalForm.of(text);
            assertThat(NormalForm.of(form)).isEqualTo(form);
            assertThat(NormalForm.of(" !" + text + "。\n")).isEqualTo(form);
            assertThat(NormalForm.of(text.toUpperCase(Locale.ROOT))).isEqualTo(form);
            assertThat(NormalForm.of(RandomTexts.fullWidth(text))).isEqualTo(form);
            assertThat(NormalForm.key(form)).doesNotContain(" ");
        }
    }

    @Test
    void joins_forms_as_the_form_of_the_joined_texts() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 2_000; i++) {
            String left = RandomTexts.text(random, random.nextInt(12));
            String right = RandomTexts.text(random, random.nextInt(12));
            assertThat(NormalForm.joined(NormalForm.of(left), NormalForm.of(right)))
                    .isEqualTo(NormalForm.of(left + "\n" + right));
        }
    }
}
