package io.github.tune4j.examples.cli;

import io.github.tune4j.run.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Where a main speaks: to people, or with {@code --json} one object to a program while people read standard error. */
public final class Console {
    static final String JSON = "--json";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    Console(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Whether standard output belongs to one JSON object. */
    public boolean json() {
        return json;
    }

    /** Says a line to people. */
    public void say(String line) {
        (json ? err : out).println(harmless(line));
    }

    /** Says a part of a line to people, at once. */
    public void sayPart(String part) {
        PrintStream stream = json ? err : out;
        stream.print(harmless(part));
        stream.flush();
    }

    /** Says something that is no result: progress, a warning. */
    public void note(String line) {
        err.println(harmless(line));
    }

    /** Without what steers a terminal or turns the writing direction: some lines repeat what a model or a file says. */
    static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean steers = Character.isISOControl(c) && c != '\n' && c != '\t'
                    || c >= 0x202A && c <= 0x202E
                    || c >= 0x2066 && c <= 0x2069;
            if (steers) {
                harmless.setCharAt(i, '\uFFFD');
            }
        }
        return harmless.toString();
    }

    /** Prints the one object of {@code --json}; without that flag it prints nothing. */
    public void object(String jsonObject) {
        if (json) {
            out.println(jsonObject);
        }
    }

    /**
     * Where results go that are no lines, such as a converted file written to standard output. Fails when nobody reads
     * on, so that a run of hours does not go on for nothing.
     */
    public OutputStream results() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                if (out.checkError()) {
                    throw new IOException("standard output is closed");
                }
            }
        };
    }

    /** A bar that shows how far something has come. */
    public ProgressBar bar() {
        return new ProgressBar(err, System.console() != null);
    }

    /** Notes how far long work has come; nothing for what is done within seconds. */
    public ProgressListener progress() {
        return new ProgressNotes(this);
    }
}
