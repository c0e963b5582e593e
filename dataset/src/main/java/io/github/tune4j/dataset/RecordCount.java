package io.github.tune4j.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * How many records and bytes a file has, read to its end. JSON Lines are counted by their line ends, so that a broken
 * line stays one record.
 */
record RecordCount(long records, long bytes) {
    private static final int LINE_FEED = '\n';

    static RecordCount of(InputStream in, String source, DatasetFormat format) throws IOException {
        PushbackInputStream whole = new PushbackInputStream(in, 1);
        int first = whole.read();
        if (first >= 0) {
            whole.unread(first);
        }
        return first == '[' || format == DatasetFormat.CSV ? ofRecords(whole, source, format) : ofLines(whole);
    }

    private static RecordCount ofRecords(InputStream in, String source, DatasetFormat format) {
        try (Records records = Records.open(in, source, format)) {
            while (records.next()) {
                // Passing over a record counts it.
            }
            return new RecordCount(records.number(), records.bytesRead());
        }
    }

    private static RecordCount ofLines(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        long bytes = 0;
        boolean blank = true;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
            for (int i = 0; i < read; i++) {
                int b = buffer[i];
                if (b == LINE_FEED || b == '\r') {
                    lines += blank ? 0 : 1;
                    blank = true;
                } else if (b != ' ' && b != '\t') {
                    blank = false;
                }
            }
        }
        return new RecordCount(lines + (blank ? 0 : 1), bytes);
    }
}
