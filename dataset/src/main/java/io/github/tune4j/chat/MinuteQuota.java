package io.github.tune4j.chat;

import java.util.ArrayDeque;
import java.util.Deque;

/** So much in any sixty seconds. Its owner guards it with a lock. */
final class MinuteQuota {
    private static final long MINUTE = 60_000_000_000L;

    private final long limit;
    private final Deque<Use> uses = new ArrayDeque<>();

    /** What one call uses; an estimate until it is over. */
    static final class Use {
        private final long begin;
        private long amount;

        private Use(long begin, long amount) {
            this.begin = begin;
            this.amount = amount;
        }

        void was(long amount) {
            this.amount = amount;
        }
    }

    MinuteQuota(long limit) {
        this.limit = limit;
    }

    /** When so much may be used at the earliest; more than the limit may be used when nothing else is. */
    long earliest(long now, long amount) {
        while (!uses.isEmpty() && uses.getFirst().begin <= now - MINUTE) {
            uses.removeFirst();
        }
        long excess = Math.min(amount, limit) - limit;
        for (Use use : uses) {
            excess += use.amount;
        }
        long earliest = now;
        for (Use use : uses) {
            if (excess <= 0) {
                break;
            }
            excess -= use.amount;
            earliest = use.begin + MINUTE;
        }
        return earliest;
    }

    Use use(long begin, long amount) {
        Use use = new Use(begin, amount);
        uses.addLast(use);
        return use;
    }
}
