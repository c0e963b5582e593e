package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."));

    @Test
    void the_sample_is_the_one_that_a_project_outside_the_build_runs() throws IOException {
        List<String> source =
                Files.readAllLines(ROOT.resolve("examples/src/test/consumer/src/main/java/consumer/ReadmeSample.java"));
        int from = indexOf(source, "// region readme");
        int to = indexOf(source, "// endregion");
        String sample = String.join("\n", source.subList(from + 1, to)).stripIndent();
        assertThat(sample.lines()).hasSizeLessThanOrEqualTo(14);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + sample + "\n```");
    }

    private static int indexOf(List<String> lines, String mark) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(mark)) {
                return i;
            }
        }
        throw new AssertionError("no line " + mark);
    }
}
