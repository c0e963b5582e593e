package io.github.tune4j.serving;

import io.github.tune4j.TuneException;
import io.github.tune4j.run.Budget;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charges each hour of a throughput when it begins, so that the ledger of a process that was killed lacks nothing that had
 * been begun. Thread-safe.
 */
final class HourMeter {
    private static final Logger log = LoggerFactory.getLogger(HourMeter.class);

    private final HourlyCharge charge;
    private final Budget.@Nullable Reservation reservation;
    private final Instant from;
    private BigDecimal booked;
    private boolean said;

    /**
     * A meter that has not begun to run.
     *
     * @param reservation null when there is no purse
     * @param from when AWS began to count
     * @param before what the ledger holds of it already
     */
    HourMeter(HourlyCharge charge, Budget.@Nullable Reservation reservation, Instant from, Booked before) {
        this.charge = charge;
        this.reservation = reservation;
        this.from = from;
        this.booked = before.usd();
        this.said = before.charges() > 0;
    }

    HourlyCharge charge() {
        return charge;
    }

    /** Charges every hour that has begun by now and is not charged yet. */
    synchronized void upTo(Instant now) {
        if (reservation == null) {
            return;
        }
        BigDecimal due = charge.usd(Duration.between(from, now));
        if (due == null) {
            if (!said) {
                said = true;
                book(null);
            }
        } else if (due.compareTo(booked) > 0) {
            BigDecimal owed = due.subtract(booked);
            booked = due;
            book(owed);
        }
    }

    private void book(@Nullable BigDecimal usd) {
        try {
            reservation.charge(usd, usd == null ? null : charge.priceDate());
        } catch (TuneException e) {
            // It counts in this process all the same, and a throughput must end even when the disk is full.
            log.error("A charge could not be written down: {}", e.getMessage());
        }
    }

    /** Gives back what was set aside and not charged. */
    synchronized void close() {
        if (reservation != null) {
            reservation.close();
        }
    }

    /**
     * What a ledger holds of one purchase.
     *
     * @param charges how many
     * @param usd their sum
     */
    record Booked(int charges, BigDecimal usd) {
        static final Booked NOTHING = new Booked(0, BigDecimal.ZERO);

        static Booked of(@Nullable Budget purse, @Nullable String what) {
            if (purse == null || what == null) {
                return NOTHING;
            }
            Booked sum = NOTHING;
            for (var charge : purse.charges()) {
                if (charge.what().equals(what)) {
                    sum = new Booked(sum.charges + 1, charge.usd() == null ? sum.usd : sum.usd.add(charge.usd()));
                }
            }
            return sum;
        }
    }
}
