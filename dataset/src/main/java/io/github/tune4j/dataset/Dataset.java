package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file of training, validation or other examples: its format, how many records it has, and its digest, as they were
 * when it was opened. Immutable and thread-safe; compared by digest and format.
 */
public final class Dataset {
    private final Path file;
    private final DatasetFormat format;
    private final long records;
    private final long bytes;
    private final String sha256;

    Dataset(Path file, DatasetFormat format, long records, long bytes, String sha256) {
        this.file = file;
        this.format = format;
        this.records = records;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    /**
     * Opens a file and tells its format from its first record.
     *
     * @param jsonl JSON Lines; a JSON array or comma-separated values are opened too
     * @return the data set
     * @throws InvalidInputException if the file cannot be read, is empty, or its first record is of no known format
     */
    public static Dataset open(Path jsonl) {
        try (InputStream in = Files.newInputStream(jsonl);
                Records records = Records.open(in, jsonl.toString(), null)) {
            if (!records.next()) {
                throw InvalidInputException.of(jsonl + " has no records.", "give it at least one.");
            }
            DatasetFormat told = RecordShapes.told(records.fields(), PairKeys.DEFAULT);
            return open(jsonl, records instanceof CsvRecords ? DatasetFormat.CSV : told);
        } catch (IOException e) {
            throw Records.unreadable(jsonl.toString(), e);
        }
    }

    /**
     * Opens a file of a known format. Nothing is checked yet: see
     * {@code io.github.tune4j.dataset.validation.DatasetValidator}.
     *
     * @param jsonl JSON Lines; a JSON array or comma-separated values are opened too
     * @param format the format of its records
     * @return the data set
     * @throws InvalidInputException if the file cannot be read
     */
    public static Dataset open(Path jsonl, DatasetFormat format) {
        MessageDigest digest = MeasuredOutput.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(jsonl), digest)) {
            RecordCount count = RecordCount.of(in, jsonl.toString(), format);
            return new Dataset(
                    jsonl,
                    format,
                    count.records(),
                    count.bytes(),
                    HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw Records.unreadable(jsonl.toString(), e);
        }
    }

    /**
     * Where it lies.
     *
     * @return the file as it was given
     */
    public Path file() {
        return file;
    }

    /**
     * What its records look like.
     *
     * @return the format
     */
    public DatasetFormat format() {
        return format;
    }

    /**
     * How many records it has: lines that are not blank, elements of the array, or rows below the header.
     *
     * @return the number
     */
    public long records() {
        return records;
    }

    /**
     * How large it is.
     *
     * @return its size in bytes
     */
    public long bytes() {
        return bytes;
    }

    /**
     * The digest of its bytes.
     *
     * @return SHA-256 in lower-case hexadecimal
     */
    public String sha256() {
        return sha256;
    }

    /**
     * Its examples in order, read while they are asked for. Questions and answers have the keys {@code question} and
     * {@code answer}.
     *
     * @return a stream to be closed; it throws {@link InvalidInputException} at a record that is broken or that no
     *     example can hold
     */
    public Stream<Example> examples() {
        Records source;
        try {
            source = Records.open(Files.newInputStream(file), file.toString(), format);
        } catch (IOException e) {
            throw Records.unreadable(file.toString(), e);
        }
        return StreamSupport.stream(new Examples(source, format), false).onClose(source::close);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Dataset that && sha256.equals(that.sha256) && format == that.format;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sha256, format);
    }

    @Override
    public String toString() {
        return "Dataset[" + file + ", " + format + ", " + records + " records, sha256 " + sha256 + "]";
    }

    private static final class Examples extends Spliterators.AbstractSpliterator<Example> {
        private final Records source;
        private final DatasetFormat format;
        private @Nullable RecordShape shape;

        Examples(Records source, DatasetFormat format) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
            this.source = source;
            this.format = format;
        }

        @Override
        public boolean tryAdvance(Consumer<? super Example> action) {
            if (!source.next()) {
                return false;
            }
            JsonFields record = source.fields();
            if (shape == null) {
                DatasetFormat rows = format == DatasetFormat.CSV ? RecordShapes.told(record, PairKeys.DEFAULT) : format;
                shape = RecordShapes.of(rows, PairKeys.DEFAULT, false);
            }
            try {
                action.accept(shape.read(record));
            } catch (NotCarriedOverException e) {
                throw InvalidInputException.of(
                        record.place() + " has " + e.what() + ".", "take the record out, or leave that out of it.");
            }
            return true;
        }
    }
}
