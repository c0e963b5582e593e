package io.github.tune4j.dataset.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetLimitsTest {
    @Test
    void reads_limits_of_ones_own(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("limits.json"),
                "{\"asOf\": \"2026-11-23\", \"format\": \"CONVERSE_2024\", \"trainingRecords\": {\"min\": 5}}");
        DatasetLimits limits = DatasetLimits.read(file);
        assertThat(limits.format()).isEqualTo(DatasetFormat.CONVERSE_2024);
        assertThat(limits.asOf()).isEqualTo(LocalDate.of(2026, 11, 23));
        assertThat(limits.trainingRecords().contains(4)).isFalse();
        assertThat(limits.trainingRecords().contains(Long.MAX_VALUE)).isTrue();
        assertThat(limits.validationRecords()).isPresent();
        assertThat(limits.tokensPerRecord()).isEmpty();
        assertThat(limits.reservedWords()).isEmpty();
    }

    @Test
    void names_a_wrong_field() {
        assertThatThrownBy(() -> DatasetLimits.of("{\"asOf\": \"2026-11-23\", \"format\": \"XML\"}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"format\" is not one of")
                .hasMessageContaining("CLAUDE_MESSAGES");
        assertThatThrownBy(() -> DatasetLimits.of("{\"format\": \"CSV\"}")).hasMessageContaining("no \"asOf\"");
        assertThatThrownBy(() -> DatasetLimits.of("[]")).hasMessageContaining("not a JSON object");
    }
}
