package io.github.tune4j.examples.cli;

import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import java.time.Duration;
import java.util.Locale;

/** A note every few seconds, and one at the end when there was any. */
final class ProgressNotes implements ProgressListener {
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final Console console;
    private Duration next = INTERVAL;

    ProgressNotes(Console console) {
        this.console = console;
    }

    @Override
    public void progressed(Progress progress) {
        if (progress.elapsed().compareTo(next) >= 0) {
            next = progress.elapsed().plus(INTERVAL);
            console.note(sentence(progress));
        }
    }

    private static String sentence(Progress progress) {
        Long total = progress.total();
        String of = total == null || total == 0
                ? ""
                : String.format(Locale.ROOT, " of %,d (%d %%)", total, Math.min(100, progress.done() * 100 / total));
        return String.format(
                Locale.ROOT,
                "%s: %,d%s, %d s",
                progress.activity(),
                progress.done(),
                of,
                progress.elapsed().toSeconds());
    }
}
