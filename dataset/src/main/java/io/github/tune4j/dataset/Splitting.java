package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.run.FinishedFile;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.run.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a splitter: looks at every record, decides, and copies. */
final class Splitting {
    private final SplitSettings settings;
    private final Dataset source;
    private final @Nullable ProgressListener listener;

    Splitting(SplitSettings settings, Dataset source, @Nullable ProgressListener listener) {
        this.settings = settings;
        this.source = source;
        this.listener = listener;
    }

    DatasetSplitter.Split into(Path folder) {
        if (source.format() == DatasetFormat.CSV) {
            throw InvalidInputException.of(
                    source.file() + " holds comma-separated values.", "convert it to the format of a model first.");
        }
        for (Part part : Part.values()) {
            requireOther(folder.resolve(part.file));
        }
        Allotment allotment = look();
        int all = allotment.records();
        int validation = settings.validation().outOf(all);
        int test = settings.test().outOf(all);
        if (validation + test >= all) {
            throw InvalidInputException.of(
                    "Of " + all + " records " + (validation + test)
                            + " would be set aside, and none left for training.",
                    "set aside fewer.");
        }
        allotment.setAside(Part.VALIDATION, validation);
        allotment.setAside(Part.TEST, test);
        return new DatasetSplitter.Split(
                write(allotment, Part.TRAINING, folder),
                write(allotment, Part.VALIDATION, folder),
                test == 0 ? null : write(allotment, Part.TEST, folder));
    }

    private void requireOther(Path target) {
        try {
            if (Files.exists(target) && Files.isSameFile(target, source.file())) {
                throw InvalidInputException.of(
                        target + " is the source and would be replaced.", "split into another folder.");
            }
        } catch (IOException e) {
            throw Records.unreadable(source.file().toString(), e);
        }
    }

    /** Where a record goes. */
    enum Part {
        TRAINING("training.jsonl"),
        VALIDATION("validation.jsonl"),
        TEST("test.jsonl");

        private final String file;

        Part(String file) {
            this.file = file;
        }
    }

    private Allotment look() {
        Alikeness alike = new Alikeness();
        Strata strata = new Strata(settings.kind(), settings.topics());
        try (Records records = open();
                Progress.Meter meter =
                        Progress.meter("looking at records", source.records(), listener, TimeSource.system())) {
            RecordShape shape = null;
            while (records.next()) {
                JsonFields record = records.fields();
                shape = shape == null ? RecordShapes.of(source.format(), PairKeys.DEFAULT, false) : shape;
                RecordTexts texts = RecordTexts.of(record, shape);
                strata.add(record, texts);
                if (settings.keepsTogether()) {
                    alike.add(texts);
                } else {
                    alike.addAlone();
                }
                meter.add(1);
            }
        }
        return new Allotment(settings.seed(), alike.groups(), strata.numbers());
    }

    private Dataset write(Allotment allotment, Part part, Path folder) {
        List<Dataset> result = new ArrayList<>();
        Path target = folder.resolve(part.file);
        FinishedFile.write(target, draft -> {
            try (OutputStream out = Files.newOutputStream(draft);
                    MeasuredOutput measured = MeasuredOutput.digested(out);
                    Records records = open()) {
                long written = 0;
                for (int i = 0; records.next(); i++) {
                    if (allotment.partOf(i) == part) {
                        ((JsonRecords) records).copyTo(measured);
                        measured.write('\n');
                        written++;
                    }
                }
                measured.flush();
                result.add(new Dataset(target, source.format(), written, measured.written(), measured.sha256Hex()));
            }
        });
        return result.get(0);
    }

    private Records open() {
        try {
            return Records.open(
                    Files.newInputStream(source.file()), source.file().toString(), source.format());
        } catch (IOException e) {
            throw Records.unreadable(source.file().toString(), e);
        }
    }
}
