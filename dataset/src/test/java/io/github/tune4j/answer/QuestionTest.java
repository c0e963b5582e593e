package io.github.tune4j.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionTest {
    @TempDir
    private Path folder;

    @Test
    void reads_a_json_array() {
        assertThat(Question.read(file("[{\"question\": \"Why?\", \"answer\": \"So.\"}, {\"question\": \"どこ？\"}]")))
                .containsExactly(new Question("1", "Why?", "So."), new Question("2", "どこ？", null));
    }

    @Test
    void reads_json_lines_with_ids() {
        assertThat(Question.read(file("""
                        {"id": "a", "question": "Why?", "answer": "So."}

                        {"id": 7, "question": "Where?", "other": true}
                        """)))
                .containsExactly(new Question("a", "Why?", "So."), new Question("7", "Where?", null));
    }

    @Test
    void reads_keys_of_ones_own() {
        assertThat(Question.read(file("[{\"q\": \"Why?\", \"a\": \"So.\"}]"), "q", "a"))
                .containsExactly(new Question("1", "Why?", "So."));
    }

    @Test
    void names_record_and_key_of_what_is_wrong() {
        Path array = file("[{\"question\": \"Why?\"}, {\"questoin\": \"Where?\"}]");
        assertThatThrownBy(() -> Question.read(array))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(array + ", record 2 has no \"question\"");
        Path missing = file("[{\"q\": \"Why?\"}]");
        assertThatThrownBy(() -> Question.read(missing, "q", "a"))
                .hasMessageContaining(missing + ", record 1 has no \"a\"");
        Path lines = file("{\"question\": \"Why?\"}\n{\"question\": 3}\n");
        assertThatThrownBy(() -> Question.read(lines))
                .hasMessageContaining(lines + ", line 2: \"question\" is not a text");
        assertThatThrownBy(() -> Question.read(file("[{\"question\": \" \"}]"))).hasMessageContaining("is blank");
        assertThatThrownBy(() -> Question.read(file("[3]"))).hasMessageContaining("record 1 is not a JSON object");
        assertThatThrownBy(() -> Question.read(file("[]"))).hasMessageContaining("holds no question");
        assertThatThrownBy(() -> Question.read(file("[{\"question\": \"Why?\"")))
                .hasMessageContaining("is not JSON");
        assertThatThrownBy(() -> Question.read(folder.resolve("none.json"))).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> Question.read(file("[{\"id\":1,\"question\":\"a\"},{\"id\":1,\"question\":\"b\"}]")))
                .hasMessageContaining("more than one question with the id \"1\"");
    }

    @Test
    void reads_the_questions_of_the_article() {
        assertThat(Question.read(SharedData.article("eval/label.json")))
                .hasSize(4)
                .allSatisfy(q -> assertThat(q.reference()).isNotBlank());
    }

    private Path file(String text) {
        try {
            return Files.writeString(Files.createTempFile(folder, "questions", ".json"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
