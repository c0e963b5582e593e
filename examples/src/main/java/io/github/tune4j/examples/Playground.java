package io.github.tune4j.examples;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.examples.article.ArticleRun;
import io.github.tune4j.examples.article.SpendingConsent;
import io.github.tune4j.examples.asking.Served;
import io.github.tune4j.examples.asking.TwoModels;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.examples.playground.PlaygroundServer;
import io.github.tune4j.examples.playground.Room;
import io.github.tune4j.examples.playground.TunedSeat;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.TimeSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * A page on this machine on which base and tuned model answer the same question side by side, with a meter of what that
 * costs.
 */
public final class Playground {
    private static final BigDecimal QUESTIONS_USD = new BigDecimal("5.00");

    static final CommandLine COMMAND = CommandLine.of(
                    Playground.class,
                    "Opens a page on this machine on which base and tuned model answer the same question side by side. By default\n"
                            + "it runs offline, on a local AWS in this JVM whose models are small stand-ins that are really trained.\n"
                            + "It ends with Ctrl-C or with the page's button, and then deletes what it bought.")
            .option("--model NAME", "the base model (default Claude 3 Haiku)")
            .option("--system-prompt TEXT", "what stands in the page's field at first")
            .option("--hours N", "the longest that throughput may live (default 1)")
            .option("--port P", "where the page is (default any free port)")
            .flag("--aws", "use what the AWS SDK's default chain reaches, for real money")
            .option(
                    "--tuned MODEL",
                    "with --aws: name or ARN of a tuned model, which the page's button serves and this program\nstops serving; or the ARN of a throughput or deployment, which stays as it is")
            .option("--region R", "with --aws: where the model is (default us-west-2)")
            .option("--yes-spend USD", "with --aws: agree to spend up to so much without being asked")
            .example("")
            .example("--model nova-micro --port 8080")
            .example("--aws --tuned qa-bot-v1");

    private Playground() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, Playground::run);
    }

    static int run(Options options, Console console) throws InterruptedException {
        return options.has("--aws") ? onAws(options, console) : offline(options, console);
    }

    private static int offline(Options options, Console console) throws InterruptedException {
        BaseModel model = ArticleRun.tunable(options.text("--model").orElse(BaseModel.CLAUDE_3_HAIKU.name()));
        Duration lifetime = lifetime(options);
        String systemPrompt = options.text("--system-prompt").orElse(ArticleRun.SYSTEM_PROMPT);
        console.say(TwoModels.STAND_INS);
        String limit = total(highestCost(model, lifetime)).toPlainString();
        try (TwoModels models = TwoModels.local(model, limit)) {
            console.say("Tuning the stand-in of " + model.title() + " ...");
            CustomModel tuned = models.tuneStandIn(model, systemPrompt);
            TunedSeat seat = TunedSeat.forSale(() -> models.serve(tuned, lifetime), models.time());
            Room room = new Room(
                    models.base(),
                    model.title(),
                    seat,
                    price(model),
                    models.budget(),
                    systemPrompt,
                    TwoModels.STAND_INS);
            return open(room, options, console);
        }
    }

    private static int onAws(Options options, Console console) throws InterruptedException {
        String tuned = options.required("--tuned");
        String systemPrompt = options.text("--system-prompt").orElse("");
        Duration lifetime = lifetime(options);
        boolean running = tuned.contains(":provisioned-model/") || tuned.contains(":custom-model-deployment/");
        BaseModel base = running
                ? ModelCatalog.bundled().get(options.required("--model"))
                : baseOf(tuned, options.text("--region").orElse(null));
        CostEstimate highest = running ? questionsOnly() : highestCost(base, lifetime);
        BigDecimal limit =
                new SpendingConsent(highest).ask(options.text("--yes-spend").orElse(null), console);
        Budget budget = Budget.ofUsd(limit.toPlainString());
        try (TwoModels models = TwoModels.aws(options.text("--region").orElse(null), base.callingId(), budget)) {
            Supplier<Served> purchase = () -> models.serve(CustomModel.attach(models.session(), tuned), lifetime);
            TunedSeat seat = running
                    ? TunedSeat.taken(models.existing(tuned), TimeSource.system())
                    : TunedSeat.forSale(purchase, TimeSource.system());
            Room room = new Room(models.base(), base.title(), seat, price(base), budget, systemPrompt, "");
            return open(room, options, console);
        }
    }

    private static int open(Room room, Options options, Console console) throws InterruptedException {
        TunedSeat seat = room.tuned();
        Thread atExit = new Thread(() -> end(seat, console), "playground-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        try (seat;
                PlaygroundServer server = PlaygroundServer.start(
                        room, options.integer("--port", 0).orElse(0))) {
            console.say("Playground: " + server.address());
            console.say("At most " + room.budget().limitUsd().toPlainString()
                    + " USD; Ctrl-C ends it and deletes what it bought.");
            server.awaitQuit();
        } finally {
            forget(atExit);
        }
        console.say("Ended; what was bought here is deleted. Spent "
                + room.budget().spentUsd().toPlainString() + " USD"
                + (room.notice().isEmpty() ? "." : ", which a local AWS does not charge."));
        return 0;
    }

    private static void end(TunedSeat seat, Console console) {
        try {
            seat.close();
            console.note("Ended; what was bought here is deleted.");
        } catch (RuntimeException e) {
            console.note(e.getMessage());
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook is at work.
            return;
        }
    }

    private static Duration lifetime(Options options) {
        return Duration.ofHours(options.integer("--hours", 1).orElse(1));
    }

    private static BaseModel baseOf(String tuned, @Nullable String region) {
        AwsSession.Builder session = AwsSession.builder();
        if (region != null) {
            session.region(Region.of(region));
        }
        try (AwsSession aws = session.build()) {
            return CustomModel.attach(aws, tuned).baseModel();
        }
    }

    private static CostEstimate questionsOnly() {
        return CostEstimate.of(List.of(questions()), PriceList.bundled().asOf());
    }

    private static CostEstimate.Line questions() {
        return new CostEstimate.Line("Questions to both models", "none is asked beyond it", QUESTIONS_USD);
    }

    /** The most that a session can come to; it is also its limit. */
    static CostEstimate highestCost(BaseModel model, Duration lifetime) {
        List<CostEstimate.Line> lines = new ArrayList<>(List.of(questions()));
        if (!model.servedBy(BaseModel.ServingKind.ON_DEMAND)) {
            lines.add(new CostEstimate.Line(
                    "Provisioned throughput",
                    lifetime.toHours() + " hours of 1 unit, ended by its lease",
                    PriceList.bundled()
                            .throughputUsdPerHour(model)
                            .map(usd -> usd.multiply(BigDecimal.valueOf(lifetime.toHours())))
                            .orElse(null)));
        }
        return CostEstimate.of(lines, PriceList.bundled().asOf());
    }

    private static String price(BaseModel model) {
        return model.servedBy(BaseModel.ServingKind.ON_DEMAND)
                ? "charged by the token"
                : PriceList.bundled()
                        .throughputUsdPerHour(model)
                        .map(usd -> usd.toPlainString() + " USD for each started hour")
                        .orElse("its price for an hour is not publicly known");
    }

    private static BigDecimal total(CostEstimate highest) {
        if (highest.totalUsd() == null) {
            throw InvalidInputException.of(
                    "What it may cost is not publicly known.", "choose another model with --model.");
        }
        return highest.totalUsd();
    }
}
