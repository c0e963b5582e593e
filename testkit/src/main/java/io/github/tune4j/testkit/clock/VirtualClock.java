package io.github.tune4j.testkit.clock;

import io.github.tune4j.run.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock that runs fast while AWS has work in progress and at real pace otherwise, or stands still until it is moved.
 *
 * <p>Work is what AWS itself does later: a job's next phase, a throughput that comes into service. It runs in the order
 * of its times, one at a time, and the clock never shows a time past work that is not done: what work does at an
 * instant is true at that instant, however slow the machine is.
 *
 * <p>Thread-safe. One daemon thread until {@link #close()}, and one for each timer's task while that runs.
 */
public final class VirtualClock implements TimeSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VirtualClock.class);

    /** So long after work has ended a program that was waiting for it may still be about to wait again. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReentrantLock turn = new ReentrantLock();
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Instant> hurriedTo = new ArrayList<>();
    private Instant hurriedToFromOutside = Instant.MIN;
    private final Thread thread = new Thread(this::run, "tune4j-local-clock");

    private Instant anchor;
    private long anchorNanos = System.nanoTime();
    private double speed;
    private int pendingWork;
    private long workEndedNanos = System.nanoTime() - AFTERMATH.toNanos();
    private boolean working;
    private long sequence;
    private long epoch;
    private boolean closed;

    private VirtualClock(Instant start, double speed) {
        this.anchor = start;
        this.speed = speed;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts a clock.
     *
     * @param start what it shows first
     * @param speed how many times faster than real it runs while work is pending; 0: it stands still until it is moved
     */
    public static VirtualClock start(Instant start, double speed) {
        return new VirtualClock(start, speed);
    }

    @Override
    public Instant now() {
        lock.lock();
        try {
            return reading().truncatedTo(ChronoUnit.MILLIS);
        } finally {
            lock.unlock();
        }
    }

    /** How many times faster than real it runs while work is pending; 0 while it is moved by hand. */
    public double speed() {
        lock.lock();
        try {
            return speed;
        } finally {
            lock.unlock();
        }
    }

    /** Changes the speed; 0 stops the clock. */
    public void speed(double timesReal) {
        lock.lock();
        try {
            moveTo(reading());
            speed = timesReal;
        } finally {
            lock.unlock();
        }
    }

    /** Moves the clock forward. Returns when all work and every timer's task up to that time is done. */
    public void advance(Duration duration) {
        Instant until;
        lock.lock();
        try {
            until = reading().plus(duration);
        } finally {
            lock.unlock();
        }
        advanceTo(until, true);
    }

    /**
     * Waits. Who begins to wait while work is pending, or has ended but now, is waited for by the clock: it runs fast to the
     * time when he wakes, or the last pause of a poll would take its full length in real time.
     */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Instant until;
        lock.lock();
        try {
            until = reading().plus(duration);
            if (!stopsBefore(until)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        advanceTo(until, false);
    }

    /** Somebody begins to wait in another process. The clock runs fast to the time when he wakes as in {@link #sleep}. */
    public void hurry(Duration duration) {
        lock.lock();
        try {
            if (atWork()) {
                moveTo(reading());
                hurriedToFromOutside = later(hurriedToFromOutside, anchor.plus(duration));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether work is pending, or has ended but now. */
    private boolean atWork() {
        return pendingWork > 0 || System.nanoTime() - workEndedNanos < AFTERMATH.toNanos();
    }

    /** Waits until a time, or until the clock has to be moved there by hand; whether it has to. */
    private boolean stopsBefore(Instant until) throws InterruptedException {
        boolean hurried = atWork();
        long before = epoch;
        if (hurried) {
            moveTo(reading());
            hurriedTo.add(until);
        }
        try {
            for (Instant now = reading(); speed > 0 && epoch == before && now.isBefore(until); now = reading()) {
                await(until, now);
            }
            return speed == 0 && epoch == before;
        } finally {
            if (hurried && epoch == before) {
                moveTo(reading());
                hurriedTo.remove(until);
            }
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        lock.lock();
        try {
            return add(new Event(reading().plus(delay), sequence++, false, task));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Plans work of AWS itself. The clock runs fast until it is done.
     *
     * @param at when; a time that has passed means at once
     * @param task does it. Must not wait for this clock
     */
    public Timer work(Instant at, Runnable task) {
        lock.lock();
        try {
            return add(new Event(at, sequence++, true, task));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all work and timers, wakes all sleepers, and shows another time. */
    public void reset(Instant start) {
        turn.lock();
        lock.lock();
        try {
            forgetAll();
            moveTo(start);
        } finally {
            lock.unlock();
            turn.unlock();
        }
    }

    /** Forgets all work and timers, wakes all sleepers and ends the clock's thread. The time goes on at real pace. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moveTo(reading());
            forgetAll();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() != thread) {
            join(thread);
        }
    }

    private void run() {
        while (!isClosed()) {
            if (!runNext(null, false)) {
                lock.lock();
                try {
                    Event next = events.peek();
                    Instant now = unhindered();
                    if (!closed && next == null) {
                        changed.await();
                    } else if (!closed && now.isBefore(next.at)) {
                        await(next.at, now);
                    }
                } catch (InterruptedException e) {
                    log.warn("The local AWS's clock was interrupted; nothing happens by itself any more");
                    return;
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private void advanceTo(Instant target, boolean awaitTimers) {
        boolean more = true;
        while (more) {
            more = runNext(target, awaitTimers);
        }
    }

    /**
     * Runs the first thing that is due by a time, or by now. Where nothing is, moves the clock to that time.
     *
     * @return whether something was due
     */
    private boolean runNext(@Nullable Instant due, boolean awaitTimers) {
        if (awaitTimers) {
            awaitTimers();
        }
        Thread timer;
        turn.lock();
        try {
            if (awaitTimers && running.size() > ownTimer()) {
                return true;
            }
            Event event = takeDue(due);
            if (event == null) {
                return false;
            }
            if (event.work) {
                event.run();
                done();
                return true;
            }
            timer = timer(event);
        } finally {
            turn.unlock();
        }
        if (awaitTimers) {
            join(timer);
        }
        return true;
    }

    private Thread timer(Event event) {
        Thread timer = new Thread(
                () -> {
                    try {
                        event.run();
                    } finally {
                        running.remove(Thread.currentThread());
                    }
                },
                "tune4j-local-timer");
        timer.setDaemon(true);
        running.add(timer);
        timer.start();
        return timer;
    }

    private int ownTimer() {
        return running.contains(Thread.currentThread()) ? 1 : 0;
    }

    /** What a timer plans at its end must be seen before the clock moves on, whoever started it. */
    private void awaitTimers() {
        for (Thread timer : running) {
            if (timer != Thread.currentThread()) {
                join(timer);
            }
        }
    }

    private @Nullable Event takeDue(@Nullable Instant due) {
        lock.lock();
        try {
            Instant limit = due == null ? unhindered() : due;
            Event event = events.peek();
            if (event == null || event.at.isAfter(limit)) {
                if (due != null) {
                    moveTo(later(reading(), due));
                }
                return null;
            }
            events.remove();
            moveTo(later(anchor, event.at));
            working = event.work;
            return event;
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        lock.lock();
        try {
            working = false;
            workEndedNanos = System.nanoTime();
            pendingWork = Math.max(0, pendingWork - 1);
            moveTo(anchor);
        } finally {
            lock.unlock();
        }
    }

    private Timer add(Event event) {
        if (!closed) {
            moveTo(reading());
            events.add(event);
            pendingWork += event.work ? 1 : 0;
        }
        return () -> cancel(event);
    }

    private void cancel(Event event) {
        lock.lock();
        try {
            moveTo(reading());
            if (events.remove(event) && event.work) {
                pendingWork--;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void forgetAll() {
        events.clear();
        hurriedTo.clear();
        hurriedToFromOutside = Instant.MIN;
        pendingWork = 0;
        epoch++;
    }

    /** Begins anew from a time; before the pace changes, too, so that nobody goes on waiting at the pace of before. */
    private void moveTo(Instant time) {
        anchor = time;
        anchorNanos = System.nanoTime();
        changed.signalAll();
    }

    /** What the clock shows: never past what is not done. */
    private Instant reading() {
        if (working) {
            return anchor;
        }
        Event next = events.peek();
        Instant now = unhindered();
        return next == null || now.isBefore(next.at) ? now : later(anchor, next.at);
    }

    private Instant unhindered() {
        if (working) {
            return anchor;
        }
        long elapsed = System.nanoTime() - anchorNanos;
        Instant fastTo = fastTo();
        long fast = nanos(anchor, fastTo);
        return elapsed * speed <= fast
                ? anchor.plusNanos((long) (elapsed * speed))
                : fastTo.plusNanos(elapsed - (long) (fast / speed));
    }

    /** Until when it runs fast if nothing changes. Ends there by itself: whoever waits may be long in waking. */
    private Instant fastTo() {
        if (speed == 0 || pendingWork > 0) {
            return anchor.plus(FOR_EVER);
        }
        Instant awaited = hurriedTo.stream().max(Comparator.naturalOrder()).orElse(hurriedToFromOutside);
        return later(anchor, later(awaited, hurriedToFromOutside));
    }

    /** Waits until the clock may have reached a time, or something about it has changed. */
    private void await(Instant until, Instant now) throws InterruptedException {
        Event next = events.peek();
        boolean held = speed == 0 || working || next != null && !now.isBefore(next.at);
        if (held) {
            changed.await();
        } else {
            Instant slowFrom = later(now, fastTo());
            long fast = nanos(now, until.isBefore(slowFrom) ? until : slowFrom);
            long slow = until.isBefore(slowFrom) ? 0 : nanos(slowFrom, until);
            changed.awaitNanos((long) Math.ceil(fast / speed) + slow);
        }
    }

    private static long nanos(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.compareTo(FOR_EVER) < 0 ? between.toNanos() : FOR_EVER.toNanos();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that happens at a time. Several of one time happen in the order in which they were planned. */
    private record Event(Instant at, long number, boolean work, Runnable task) implements Comparable<Event>, Runnable {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public void run() {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("What was planned for {} failed", at, e);
            }
        }
    }
}
