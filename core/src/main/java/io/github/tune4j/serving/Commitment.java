package io.github.tune4j.serving;

import java.math.BigDecimal;
import software.amazon.awssdk.services.bedrock.model.CommitmentDuration;

/**
 * A term for which throughput is bought. AWS does not delete it before the term ends, and renews it at the end until it
 * is deleted. So it exists only together with a consent to its total. Immutable.
 */
public final class Commitment {
    private final CommitmentDuration duration;
    private final int months;
    private final Consent consent;

    private Commitment(CommitmentDuration duration, int months, Consent consent) {
        this.duration = duration;
        this.months = months;
        this.consent = consent;
    }

    /**
     * One month.
     *
     * @param consent to the total of the month
     * @return the commitment
     */
    public static Commitment oneMonth(Consent consent) {
        return new Commitment(CommitmentDuration.ONE_MONTH, 1, consent);
    }

    /**
     * Six months.
     *
     * @param consent to the total of all six
     * @return the commitment
     */
    public static Commitment sixMonths(Consent consent) {
        return new Commitment(CommitmentDuration.SIX_MONTHS, 6, consent);
    }

    CommitmentDuration duration() {
        return duration;
    }

    int months() {
        return months;
    }

    BigDecimal totalUsd() {
        return consent.totalUsd();
    }

    /**
     * The spelled-out will to pay.
     *
     * @param totalUsd US dollars for the whole term and all units; an order is refused unless it equals the price list's
     *     total
     */
    public record Consent(BigDecimal totalUsd) {
        /**
         * Consents to a total.
         *
         * @param total US dollars, such as {@code "289080.00"}
         * @return the consent
         * @throws NumberFormatException if it is no amount
         */
        public static Consent toPayUsd(String total) {
            return new Consent(new BigDecimal(total));
        }
    }
}
