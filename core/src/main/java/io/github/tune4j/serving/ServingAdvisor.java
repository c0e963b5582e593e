package io.github.tune4j.serving;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.BaseModel.ServingKind;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.Reportable;
import io.github.tune4j.run.TokenPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says how a load is served most cheaply: on throughput by the hour, on demand by the token, or in batches. Computes from
 * the session's price list and catalogue and calls nothing. Stateless.
 *
 * <p>A month has 30 days. Hours on throughput count as begun, as AWS bills them. A tuned model on demand is taken to cost
 * what its base model costs. How many tokens a minute a model unit serves is not publicly known, so the number of units is
 * taken from the load.
 */
public final class ServingAdvisor {
    private static final int DAYS = 30;

    private ServingAdvisor() {}

    /**
     * What is to be served.
     *
     * @param inputTokensPerDay tokens of all prompts of a day, from 0
     * @param outputTokensPerDay tokens of all answers of a day, from 0
     * @param hoursPerDay how long a day the model must be there, above 0 to 24 hours; counts for throughput only
     * @param units model units of throughput, from 1
     * @param tuned whether the tuned model is to answer, or the model as it is
     * @param mayTakeADay whether answers may come within a day instead of at once
     */
    public record Load(
            long inputTokensPerDay,
            long outputTokensPerDay,
            Duration hoursPerDay,
            int units,
            boolean tuned,
            boolean mayTakeADay) {
        /**
         * Checks the ranges.
         *
         * @param inputTokensPerDay tokens of all prompts of a day
         * @param outputTokensPerDay tokens of all answers of a day
         * @param hoursPerDay how long a day the model must be there
         * @param units model units of throughput
         * @param tuned whether the tuned model is to answer
         * @param mayTakeADay whether answers may come within a day
         * @throws InvalidInputException if one is out of its range; the message names all that are
         */
        public Load {
            List<String> problems = new ArrayList<>();
            if (inputTokensPerDay < 0 || outputTokensPerDay < 0) {
                problems.add("tokens are " + inputTokensPerDay + " in and " + outputTokensPerDay + " out, below 0");
            }
            if (hoursPerDay.isNegative() || hoursPerDay.isZero() || hoursPerDay.compareTo(Duration.ofHours(24)) > 0) {
                problems.add("hoursPerDay is " + hoursPerDay + ", not above 0 and at most 24 hours");
            }
            if (units < 1) {
                problems.add("units is " + units + ", less than 1");
            }
            if (!problems.isEmpty()) {
                throw InvalidInputException.of(problems, "correct the load.");
            }
        }

        /**
         * A tuned model that answers at once, on one unit of throughput.
         *
         * @param inputTokensPerDay tokens of all prompts of a day, from 0
         * @param outputTokensPerDay tokens of all answers of a day, from 0
         * @param hoursPerDay how long a day the model must be there, above 0 to 24 hours
         * @return the load
         * @throws InvalidInputException if one is out of its range
         */
        public static Load of(long inputTokensPerDay, long outputTokensPerDay, Duration hoursPerDay) {
            return new Load(inputTokensPerDay, outputTokensPerDay, hoursPerDay, 1, true, false);
        }

        /**
         * The same load for the model as it is, without tuning.
         *
         * @return a load
         */
        public Load untuned() {
            return new Load(inputTokensPerDay, outputTokensPerDay, hoursPerDay, units, false, mayTakeADay);
        }

        /**
         * The same load, whose answers may come within a day.
         *
         * @return a load
         */
        public Load mayTakeAWhile() {
            return new Load(inputTokensPerDay, outputTokensPerDay, hoursPerDay, units, tuned, true);
        }
    }

    /**
     * Where two kinds of serving cost the same.
     *
     * @param between the two
     * @param at how much
     * @param unit of what, for example {@code tokens a day}
     */
    public record BreakEven(String between, BigDecimal at, String unit) {}

    /**
     * What is advised.
     *
     * @param kind the cheapest kind that serves the load
     * @param perMonth what it costs in a month of 30 days; without amount when its price is not publicly known
     * @param alternatives the other kinds that would serve it, the cheapest first
     * @param breakEvens where the choice turns; empty where there is none or a price is not publicly known
     * @param reasons in sentences
     * @param pricesAsOf the date of the oldest price that was used
     */
    public record Advice(
            ServingKind kind,
            CostEstimate perMonth,
            List<CostEstimate> alternatives,
            List<BreakEven> breakEvens,
            List<String> reasons,
            LocalDate pricesAsOf)
            implements Reportable {
        /**
         * Copies the lists.
         *
         * @param kind the kind
         * @param perMonth what it costs
         * @param alternatives the others
         * @param breakEvens where the choice turns
         * @param reasons in sentences
         * @param pricesAsOf the date of the oldest price
         */
        public Advice {
            alternatives = List.copyOf(alternatives);
            breakEvens = List.copyOf(breakEvens);
            reasons = List.copyOf(reasons);
        }

        @Override
        public ReportSection section() {
            List<List<String>> rows = new ArrayList<>();
            rows.add(row(perMonth));
            alternatives.forEach(a -> rows.add(row(a)));
            ReportSection.Builder section = ReportSection.builder("Serving")
                    .addText("Advised: " + kind + ". Prices of " + pricesAsOf + ".")
                    .addTable(List.of("Kind", "How the amount comes about", "USD a month"), rows);
            reasons.forEach(section::addText);
            return section.build();
        }

        private static List<String> row(CostEstimate estimate) {
            CostEstimate.Line line = estimate.lines().get(0);
            return List.of(
                    line.what(),
                    line.formula(),
                    line.usd() == null ? "not publicly known" : line.usd().toPlainString());
        }
    }

    /** A kind with its price. */
    private record Option(
            ServingKind kind,
            String what,
            String formula,
            @Nullable BigDecimal usd,
            LocalDate asOf) {
        CostEstimate estimate() {
            return CostEstimate.of(List.of(new CostEstimate.Line(what, formula, usd)), asOf);
        }
    }

    /**
     * Advises.
     *
     * @param aws the session, for its prices and its catalogue
     * @param model the base model
     * @param load what is to be served
     * @return the advice
     * @throws InvalidInputException if nothing serves the load: a tuned model of a kind that Bedrock does not serve
     */
    public static Advice advise(AwsSession aws, BaseModel model, Load load) {
        PriceList prices = aws.prices();
        BaseModel known = aws.models().get(model.name());
        List<String> reasons = new ArrayList<>();
        List<Option> options = options(known, prices, load, reasons);
        if (options.isEmpty()) {
            throw InvalidInputException.of(
                    "Bedrock serves no tuned " + known.title() + ", neither by the hour nor by the token.",
                    "choose a model that it serves; ModelCatalog.all() lists them.");
        }
        options.sort(Comparator.comparing(Option::usd, Comparator.nullsLast(Comparator.naturalOrder())));
        Option best = options.get(0);
        reasons.add(0, sentence(best, options));
        List<BreakEven> turns = breakEvens(known, prices, load, options);
        turns.forEach(
                t -> reasons.add(t.between() + " cost the same at " + t.at().toPlainString() + " " + t.unit() + "."));
        LocalDate oldest = options.stream()
                .map(Option::asOf)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        reasons.add("Prices of " + oldest + "; look at AWS's price page before a large purchase.");
        return new Advice(
                best.kind(),
                best.estimate(),
                options.subList(1, options.size()).stream()
                        .map(Option::estimate)
                        .toList(),
                turns,
                reasons,
                oldest);
    }

    private static List<Option> options(BaseModel model, PriceList prices, Load load, List<String> reasons) {
        List<Option> options = new ArrayList<>();
        if (!load.tuned() || model.servedBy(ServingKind.ON_DEMAND)) {
            options.add(byToken(ServingKind.ON_DEMAND, "On demand", prices.tokens(model.callingId()), prices, load));
        } else {
            reasons.add("A tuned " + model.title() + " is not served on demand.");
        }
        if (model.servedBy(ServingKind.PROVISIONED)) {
            options.add(byHour(model, prices, load));
            prices.commitmentUsd(model, 6).ifPresent(usd -> options.add(committed(model, prices, load, usd)));
            reasons.add("How many tokens a minute a model unit serves is not publicly known; " + load.units()
                    + " was given.");
        }
        if (load.tuned()) {
            reasons.add("Batch inference does not serve tuned text models.");
        } else if (load.mayTakeADay() && model.servedBy(ServingKind.BATCH)) {
            options.add(byToken(ServingKind.BATCH, "In batches", prices.batchTokens(model.callingId()), prices, load));
        }
        return options;
    }

    private static Option byToken(
            ServingKind kind, String what, Optional<TokenPrice> price, PriceList prices, Load load) {
        long input = load.inputTokensPerDay() * DAYS;
        long output = load.outputTokensPerDay() * DAYS;
        return new Option(
                kind,
                what,
                input + " tokens in, " + output + " out",
                price.map(p -> cents(p.usd(input, output))).orElse(null),
                price.map(TokenPrice::asOf).orElse(prices.asOf()));
    }

    private static Option byHour(BaseModel model, PriceList prices, Load load) {
        BigDecimal hours = BigDecimal.valueOf(HourlyCharge.startedHours(load.hoursPerDay()) * DAYS);
        return new Option(
                ServingKind.PROVISIONED,
                "Throughput without commitment",
                load.units() + " units for " + hours + " hours",
                perHour(model, prices, load)
                        .map(usd -> cents(usd.multiply(hours)))
                        .orElse(null),
                prices.throughputAsOf(model));
    }

    private static Option committed(BaseModel model, PriceList prices, Load load, BigDecimal term) {
        BigDecimal month =
                term.multiply(BigDecimal.valueOf(load.units())).divide(BigDecimal.valueOf(6), 2, RoundingMode.HALF_UP);
        return new Option(
                ServingKind.PROVISIONED,
                "Throughput committed for six months",
                load.units() + " units, a sixth of the term; AWS does not end it early",
                month,
                prices.throughputAsOf(model));
    }

    private static Optional<BigDecimal> perHour(BaseModel model, PriceList prices, Load load) {
        return prices.throughputUsdPerHour(model).map(usd -> usd.multiply(BigDecimal.valueOf(load.units())));
    }

    private static String sentence(Option best, List<Option> options) {
        if (best.usd() == null) {
            return best.what() + " is advised, but no price is publicly known: compare AWS's offers.";
        }
        String others = options.stream().skip(1).anyMatch(o -> o.usd() == null)
                ? "; of another kind the price is not publicly known"
                : "";
        return best.what() + " costs the least: " + best.usd().toPlainString() + " USD a month" + others + ".";
    }

    private static List<BreakEven> breakEvens(BaseModel model, PriceList prices, Load load, List<Option> options) {
        List<BreakEven> turns = new ArrayList<>();
        Optional<BigDecimal> hour = perHour(model, prices, load);
        if (hour.isEmpty()) {
            return turns;
        }
        long tokens = load.inputTokensPerDay() + load.outputTokensPerDay();
        Optional<BigDecimal> perDay = options.stream()
                .filter(o -> o.kind() == ServingKind.ON_DEMAND && o.usd() != null && tokens > 0)
                .findFirst()
                .flatMap(o -> prices.tokens(model.callingId()))
                .map(p -> p.usd(load.inputTokensPerDay(), load.outputTokensPerDay()));
        perDay.filter(usd -> usd.signum() > 0).ifPresent(usd -> {
            BigDecimal hours = BigDecimal.valueOf(HourlyCharge.startedHours(load.hoursPerDay()));
            turns.add(new BreakEven(
                    "On demand and throughput without commitment",
                    hour.get()
                            .multiply(hours)
                            .multiply(BigDecimal.valueOf(tokens))
                            .divide(usd, 0, RoundingMode.HALF_UP),
                    "tokens a day in this mix"));
        });
        options.stream()
                .filter(o -> o.what().contains("committed") && o.usd() != null)
                .findFirst()
                .ifPresent(o -> turns.add(new BreakEven(
                        "Throughput without commitment and for six months",
                        o.usd().divide(hour.get(), 1, RoundingMode.HALF_UP),
                        "hours a month")));
        return turns;
    }

    private static BigDecimal cents(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.HALF_UP);
    }
}
