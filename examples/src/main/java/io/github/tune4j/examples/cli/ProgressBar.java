package io.github.tune4j.examples.cli;

import java.io.PrintStream;

/** How far something has come, drawn on standard error: over itself in a terminal, else a line whenever it has changed. */
public final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintStream err;
    private final boolean terminal;
    private String shown = "";

    ProgressBar(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * Draws it.
     *
     * @param share from 0 to 1
     * @param text what is being done
     */
    public synchronized void show(double share, String text) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * WIDTH);
        String line = "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + Console.harmless(text);
        if (line.equals(shown)) {
            return;
        }
        if (terminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
            err.flush();
        } else {
            err.println(line);
        }
        shown = line;
    }

    /** Leaves what is drawn where it is. */
    public synchronized void end() {
        if (terminal && !shown.isEmpty()) {
            err.println();
        }
        shown = "";
    }
}
