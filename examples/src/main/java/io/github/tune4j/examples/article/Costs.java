package io.github.tune4j.examples.article;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.run.Charge;
import io.github.tune4j.run.FinishedFile;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.Reportable;
import io.github.tune4j.testkit.Bill;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the run cost: the local AWS's bill where there is one, and otherwise the ledger of the run. */
record Costs(BigDecimal usd, List<Item> items, String pricesOf) implements Reportable {

    /** A line; no amount where the price is not publicly known. */
    record Item(
            String what,
            @Nullable String arn,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal usd) {

        private Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("what", what);
            json.put("arn", arn);
            json.put("from", from == null ? null : from.toString());
            json.put("to", to == null ? null : to.toString());
            json.put("quantity", quantity);
            json.put("usd", usd);
            return json;
        }
    }

    static Costs of(Stage stage) {
        String pricesOf = stage.session().prices().asOf().toString();
        if (stage.local() == null) {
            List<Item> charged =
                    stage.budget().charges().stream().map(Costs::item).toList();
            return new Costs(stage.budget().spentUsd(), charged, pricesOf);
        }
        Bill bill = stage.local().bill();
        return new Costs(bill.totalUsd(), bill.items().stream().map(Costs::item).toList(), pricesOf);
    }

    private static Item item(Bill.Item item) {
        return new Item(item.what(), item.arn(), item.from(), item.to(), item.quantity(), item.usd());
    }

    private static Item item(Charge charge) {
        return new Item(charge.what(), null, charge.at(), charge.at(), null, charge.usd());
    }

    Map<String, Object> json() {
        return Map.of("usd", usd, "items", items.stream().map(Item::json).toList(), "pricesOf", pricesOf);
    }

    void write(Path file) {
        FinishedFile.write(
                file,
                part -> new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(part.toFile(), json()));
    }

    @Override
    public ReportSection section() {
        List<List<String>> rows = new ArrayList<>();
        for (Item item : items) {
            rows.add(List.of(
                    item.what(),
                    item.quantity() == null ? "" : item.quantity().toPlainString(),
                    item.usd() == null ? "not publicly known" : item.usd().toPlainString()));
        }
        rows.add(List.of("Sum of the known amounts", "", usd.toPlainString()));
        return ReportSection.builder("What it would have cost on AWS")
                .addText("Prices of " + pricesOf + ", each with its own source and date in the price list.")
                .addTable(List.of("Item", "Quantity", "USD"), rows)
                .build();
    }
}
