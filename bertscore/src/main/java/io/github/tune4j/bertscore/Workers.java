package io.github.tune4j.bertscore;

import io.github.tune4j.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Does numbered pieces of work on a few threads, the calling one among them, in the order of their numbers. When it
 * returns or throws, no thread is left at work.
 */
final class Workers {
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final int pieces;
    private final IntConsumer work;

    private Workers(int pieces, IntConsumer work) {
        this.pieces = pieces;
        this.work = work;
    }

    static void each(int pieces, int threads, IntConsumer work) {
        new Workers(pieces, work).run(Math.min(pieces, threads));
    }

    private void run(int threads) {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread other = new Thread(this::workOn, "tune4j-encoder-" + i);
            other.setDaemon(true);
            other.start();
            others.add(other);
        }
        workOn();
        boolean interrupted = Thread.interrupted();
        for (Thread other : others) {
            interrupted |= joined(other);
        }
        if (interrupted) {
            throw CancelledException.interrupted("the same texts", new InterruptedException("while encoding"));
        }
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void workOn() {
        try {
            int piece;
            while ((piece = next.getAndIncrement()) < pieces) {
                if (Thread.currentThread().isInterrupted()) {
                    next.set(pieces);
                    return;
                }
                work.accept(piece);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(pieces);
        }
    }

    /** Waits for a thread to the end, and tells whether this one was interrupted meanwhile. */
    private boolean joined(Thread other) {
        boolean interrupted = false;
        while (other.isAlive()) {
            try {
                other.join();
            } catch (InterruptedException e) {
                interrupted = true;
                next.set(pieces);
            }
        }
        return interrupted;
    }
}
