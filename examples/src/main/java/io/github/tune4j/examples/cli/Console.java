package io.github.tune4j.examples.cli;

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
        (json ? err : out).println(line);
    }

    /** Says something that is no result: progress, a warning. */
    public void note(String line) {
        err.println(line);
    }

    /** Prints the one object of {@code --json}; without that flag it prints nothing. */
    public void object(String jsonObject) {
        if (json) {
            out.println(jsonObject);
        }
    }

    /** The stream for results that are no lines, such as a converted file written to standard output. */
    public PrintStream out() {
        return out;
    }
}
