package io.github.tune4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.json.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedFileTest {
    @TempDir
    Path folder;

    @Test
    void has_its_name_only_when_it_is_complete() {
        Path file = folder.resolve("new/report.txt");
        FinishedFile.write(file, part -> {
            Files.writeString(part, "half");
            assertThat(file).doesNotExist();
            assertThat(part).hasFileName("report.txt.part");
        });
        assertThat(file).hasContent("half");
        assertThat(FinishedFile.partOf(file)).doesNotExist();
    }

    @Test
    void a_failure_leaves_what_was_there() {
        Path file = folder.resolve("report.txt");
        FinishedFile.write(file, part -> Files.writeString(part, "old"));
        assertThatThrownBy(() -> FinishedFile.write(file, part -> {
                    Files.writeString(part, "new");
                    throw new IOException("no space left");
                }))
                .isInstanceOf(TuneException.class)
                .hasMessageContaining("no space left");
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(f -> !f.equals(file));
    }

    @Test
    void a_folder_or_a_device_is_never_replaced() throws IOException {
        Path folderThere = Files.createDirectory(folder.resolve("reports"));
        assertRefused(folderThere);
        Path device = Path.of("/dev/null");
        if (Files.exists(device)) {
            Path link = Files.createSymbolicLink(folder.resolve("null"), device);
            assertRefused(link);
        }
        assertThat(folder.resolve("reports.part")).doesNotExist();
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> FinishedFile.write(file, part -> Files.writeString(part, "text")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a folder or a device");
        assertThatThrownBy(() -> FinishedFile.begin(file)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> PrivateFiles.write(file, "text")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void is_readable_by_its_owner_only() throws IOException {
        Path file = folder.resolve("report.txt");
        FinishedFile.write(file, part -> Files.writeString(part, "text"));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_part_of_an_interrupted_run_is_gone_on_from() throws IOException {
        Path file = folder.resolve("answers.jsonl");
        Files.writeString(FinishedFile.begin(file), "one");
        assertThat(FinishedFile.begin(file)).hasContent("one");
        FinishedFile.complete(file);
        assertThat(file).hasContent("one");
    }
}
