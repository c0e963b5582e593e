package io.github.tune4j.testing;

import io.github.tune4j.run.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that nobody waits for. In a program of one thread a sleep moves it at once and runs what was scheduled on the
 * way. With an {@link #executor} it is a simulation: the clock moves to the next event only when every one of its
 * threads, and the thread that made the executor, sleeps or waits for another.
 */
public final class VirtualTime implements TimeSource {
    private static final int QUIET_LOOKS = 4;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private final List<Thread> players = new CopyOnWriteArrayList<>();
    private Instant now;
    private long number;

    private VirtualTime(Instant now) {
        this.now = now;
    }

    /** A clock that stands at a given moment. */
    public static VirtualTime at(Instant start) {
        return new VirtualTime(start);
    }

    /** A clock that stands at the beginning of 2026-11-23, UTC. */
    public static VirtualTime start() {
        return at(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("sleep interrupted");
        }
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        if (!players.contains(Thread.currentThread())) {
            advance(duration);
            return;
        }
        Sleeper sleeper = new Sleeper();
        add(duration, sleeper::wake);
        sleeper.sleep();
    }

    /** Moves the clock, running on the way what was scheduled. */
    public void advance(Duration duration) {
        Instant end = now().plus(duration);
        for (Event next = takeUntil(end); next != null; next = takeUntil(end)) {
            next.task().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Event event = add(delay, task);
        return () -> {
            synchronized (this) {
                events.remove(event);
            }
        };
    }

    private synchronized Event add(Duration delay, Runnable task) {
        Event event = new Event(now.plus(delay.isNegative() ? Duration.ZERO : delay), number++, task);
        events.add(event);
        return event;
    }

    private synchronized Event takeUntil(Instant end) {
        Event next = events.peek();
        if (next == null || next.at().isAfter(end)) {
            return null;
        }
        events.poll();
        now = now.isAfter(next.at()) ? now : next.at();
        return next;
    }

    /** Threads that live in this time; shut the executor down to end them. */
    public ExecutorService executor(int threads) {
        players.add(Thread.currentThread());
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "virtual-" + players.size());
            thread.setDaemon(true);
            players.add(thread);
            return thread;
        });
        Thread conductor = new Thread(() -> conduct(executor), "virtual-time");
        conductor.setDaemon(true);
        conductor.start();
        return executor;
    }

    private void conduct(ExecutorService executor) {
        int quietLooks = 0;
        while (!executor.isTerminated()) {
            quietLooks = players.stream().allMatch(VirtualTime::waits) ? quietLooks + 1 : 0;
            if (quietLooks >= QUIET_LOOKS) {
                Event next = takeUntil(Instant.MAX);
                if (next != null) {
                    next.task().run();
                }
                quietLooks = 0;
            }
            LockSupport.parkNanos(20_000);
        }
        players.clear();
    }

    /**
     * Whether a thread waits for another. One that was notified, or is about to enter a monitor, is blocked and not
     * waiting: it is about to go on. One that was unparked looks as if it waited until it runs, hence the several looks.
     */
    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
    }

    private static final class Sleeper {
        private boolean woken;

        synchronized void sleep() throws InterruptedException {
            while (!woken) {
                wait();
            }
        }

        synchronized void wake() {
            woken = true;
            notifyAll();
        }
    }

    private record Event(Instant at, long number, Runnable task) {}
}
