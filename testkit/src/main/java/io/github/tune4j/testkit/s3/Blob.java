package io.github.tune4j.testkit.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Bytes that never change, in memory, in a file, or one after the other. */
sealed interface Blob {
    long length();

    /** Opens the bytes from a place to the end. */
    InputStream open(long from) throws IOException;

    /** Lists the files that hold it, first to last; none when it is in memory. */
    List<InFile> files();

    /** Bytes at hand. */
    record InMemory(byte[] bytes) implements Blob {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream open(long from) {
            return new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
        }

        @Override
        public List<InFile> files() {
            return List.of();
        }
    }

    /** A file of ours. Deleted when nothing refers to this object any more, so it is compared by identity. */
    final class InFile implements Blob {
        private final Path path;
        private final long length;

        InFile(Path path, long length) {
            this.path = path;
            this.length = length;
        }

        Path path() {
            return path;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public InputStream open(long from) throws IOException {
            SeekableByteChannel channel = Files.newByteChannel(path);
            return new OpenFile(this, Channels.newInputStream(channel.position(from)));
        }

        @Override
        public List<InFile> files() {
            return List.of(this);
        }
    }

    /** The parts of an upload. */
    record Joined(List<Blob> parts) implements Blob {
        @Override
        public long length() {
            return parts.stream().mapToLong(Blob::length).sum();
        }

        @Override
        public InputStream open(long from) throws IOException {
            List<InputStream> streams = new ArrayList<>();
            long skip = from;
            for (Blob part : parts) {
                if (skip < part.length()) {
                    streams.add(part.open(skip));
                }
                skip = Math.max(0, skip - part.length());
            }
            return new SequenceInputStream(Collections.enumeration(streams));
        }

        @Override
        public List<InFile> files() {
            return parts.stream().flatMap(part -> part.files().stream()).toList();
        }
    }

    /** An open file keeps its blob, and so the file, from being collected. */
    final class OpenFile extends java.io.FilterInputStream {
        private final InFile blob;

        OpenFile(InFile blob, InputStream in) {
            super(in);
            this.blob = blob;
        }

        @Override
        public String toString() {
            return blob.path().toString();
        }
    }
}
