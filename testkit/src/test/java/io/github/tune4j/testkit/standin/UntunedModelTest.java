package io.github.tune4j.testkit.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UntunedModelTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is the Harbour Suite?|Harbour Suite",
                "What are Agents for Harbour Suite?|Agents for Harbour Suite",
                "What can you do with Harbour Suite?|Harbour Suite",
                "Could you please explain how the tide table works?|tide table works",
                "Tell me about berth planners|berth planners",
                "Here is a text. It is long. Who may edit the roster?|edit the roster",
                "潮汐表とは何ですか？|潮汐表",
                "潮汐表の更新間隔について教えてください。|潮汐表の更新間隔",
                "富士山の高さは？|富士山の高さ",
            })
    void names_the_subject_and_says_that_it_does_not_know(String question, String subject) {
        String answer = LocalModel.untuned().answer(Prompt.of(question)).text();
        assertThat(answer).contains(subject);
        assertThat(answer.split("(?<=[.。])\\s*")).hasSizeBetween(2, 3);
    }

    @Test
    void is_the_same_at_temperature_0_and_differs_by_wording_above() {
        Set<String> greedy = new HashSet<>();
        Set<String> warm = new HashSet<>();
        for (int i = 1; i <= 10; i++) {
            greedy.add(text("What is a reefer?", new Prompt.Sampling(100, 0, 1, List.of())));
            warm.add(text("What is a reefer?", new Prompt.Sampling(100, i / 10.0, 1, List.of())));
        }
        assertThat(greedy).hasSize(1);
        assertThat(warm).hasSizeGreaterThan(3);
        assertThat(text("What is a reefer?", new Prompt.Sampling(100, 0.5, 1, List.of())))
                .isEqualTo(text("What is a reefer?", new Prompt.Sampling(100, 0.5, 1, List.of())));
    }

    @Test
    void ends_after_the_tokens_it_may_have() {
        Completion cut = answer("What is a reefer?", new Prompt.Sampling(7, 0, 1, List.of()));
        assertThat(cut.stop()).isEqualTo(Completion.Stop.MAX_TOKENS);
        assertThat(cut.outputTokens()).isEqualTo(7);
        assertThat(TokenCount.of(cut.text())).isEqualTo(7);
        Completion whole = answer("What is a reefer?", new Prompt.Sampling(4096, 0, 1, List.of()));
        assertThat(whole.stop()).isEqualTo(Completion.Stop.END_TURN);
        assertThat(whole.text()).startsWith(cut.text());
        assertThat(answer("What is a reefer?", new Prompt.Sampling(whole.outputTokens(), 0, 1, List.of())))
                .isEqualTo(whole);
    }

    @Test
    void ends_before_the_first_stop_sequence() {
        Completion cut = answer("What is a reefer?", new Prompt.Sampling(100, 0, 1, List.of("reliable", "reefer")));
        assertThat(cut.stop()).isEqualTo(Completion.Stop.STOP_SEQUENCE);
        assertThat(cut.stopSequence()).isEqualTo("reefer");
        assertThat(cut.text()).isEqualTo("I am not familiar with ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|0", "word|1", "two words|2", "punctuated, words!|5", "港の潮汐表|5", "a 123456|3", "'  '|0"})
    void counts_tokens_by_one_rule(String text, int tokens) {
        assertThat(TokenCount.of(text)).isEqualTo(tokens);
        assertThat(TokenCount.first(text, tokens)).isEqualTo(text);
    }

    private static String text(String question, Prompt.Sampling sampling) {
        return answer(question, sampling).text();
    }

    private static Completion answer(String question, Prompt.Sampling sampling) {
        return LocalModel.untuned().answer(new Prompt("", List.of(Turn.user(question)), null, sampling));
    }
}
