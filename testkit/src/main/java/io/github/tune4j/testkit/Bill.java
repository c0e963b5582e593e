package io.github.tune4j.testkit;

import io.github.tune4j.testkit.money.ChargedItem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What AWS would have billed until now. Prices are those of the price list; what counts follows a rule that is assumed
 * and stands in the documentation of the local AWS.
 *
 * @param items line by line
 * @param totalUsd the sum of the amounts that are known, in US dollars
 */
public record Bill(List<Item> items, BigDecimal totalUsd) {
    /**
     * Copies the list.
     *
     * @param items line by line
     * @param totalUsd the sum of the amounts that are known
     */
    public Bill {
        items = List.copyOf(items);
    }

    static Bill of(List<ChargedItem> charged) {
        List<Item> items = charged.stream()
                .map(item -> new Item(
                        item.what(), item.arn(), item.from(), item.to(), item.quantity(), item.unit(), item.usd()))
                .toList();
        BigDecimal total =
                items.stream().map(Item::usd).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Bill(items, total);
    }

    /**
     * A line of a bill.
     *
     * @param what in words
     * @param arn what it is for
     * @param from since when
     * @param to until when; null while it goes on
     * @param quantity how much
     * @param unit of what, for example {@code model unit hour}
     * @param usd what it costs so far in US dollars; null when the price is not publicly known
     */
    public record Item(
            String what,
            String arn,
            Instant from,
            @Nullable Instant to,
            BigDecimal quantity,
            String unit,
            @Nullable BigDecimal usd) {}
}
