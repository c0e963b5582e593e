package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.run.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class AwsSessionTest {
    @Test
    void works_in_us_west_2_unless_told_otherwise_and_calls_nothing() {
        try (AwsSession aws = AwsSession.builder().build()) {
            assertThat(aws.region()).isEqualTo(Region.US_WEST_2);
            assertThat(aws.models().get("claude-3-haiku").name()).isEqualTo("claude-3-haiku");
            assertThat(aws.budget()).isEmpty();
        }
    }

    @Test
    void refuses_a_poll_interval_of_nothing() {
        assertThatThrownBy(
                        () -> AwsSession.builder().pollInterval(Duration.ZERO).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("pollInterval");
    }

    @Test
    void ends_what_it_owns_the_last_first_and_names_the_first_failure() {
        List<String> ended = new ArrayList<>();
        AwsSession aws = AwsSession.builder().build();
        Connection connection = Connection.of(aws);
        connection.belongings().add(() -> ended.add("first"));
        connection.belongings().add(() -> {
            throw new TuneException("left over.", "delete it.", null);
        });
        connection.belongings().add(() -> ended.add("last"));
        assertThatThrownBy(aws::close).isInstanceOf(TuneException.class).hasMessageContaining("left over");
        assertThat(ended).containsExactly("last", "first");
        aws.close();
    }

    @Test
    void a_view_has_its_own_purse_ends_what_was_opened_through_it_and_leaves_the_clients() {
        List<String> ended = new ArrayList<>();
        try (AwsSession aws = AwsSession.builder().build()) {
            Budget budget = Budget.ofUsd("1");
            try (AwsSession view = aws.withBudget(budget)) {
                assertThat(view.budget()).contains(budget);
                Connection.of(view).belongings().add(() -> ended.add("of the view"));
            }
            assertThat(ended).containsExactly("of the view");
            assertThat(Connection.of(aws).clients().sts()).isNotNull();
        }
        assertThat(ended).hasSize(1);
    }

    @Test
    void a_forgotten_view_is_closed_before_the_clients() {
        List<String> ended = new ArrayList<>();
        AwsSession aws = AwsSession.builder().build();
        Connection.of(aws.withBudget(Budget.ofUsd("1"))).belongings().add(() -> {
            assertThat(Connection.of(aws).clients().sts()).isNotNull();
            ended.add("of the view");
        });
        aws.close();
        assertThat(ended).containsExactly("of the view");
    }

    @Test
    void a_closed_session_says_so() {
        AwsSession aws = AwsSession.builder().build();
        aws.close();
        assertThatThrownBy(() -> Connection.of(aws).account())
                .isInstanceOf(TuneException.class)
                .hasMessageContaining("closed");
    }
}
