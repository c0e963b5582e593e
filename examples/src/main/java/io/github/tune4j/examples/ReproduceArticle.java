package io.github.tune4j.examples;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.examples.article.ArticleData;
import io.github.tune4j.examples.article.ArticleFiles;
import io.github.tune4j.examples.article.ArticleRun;
import io.github.tune4j.examples.article.SpendingConsent;
import io.github.tune4j.examples.article.Stage;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.model.BaseModel;
import java.nio.file.Path;

/**
 * The whole article in one command: 85 question/answer pairs become a fine-tuning job, loss curves, served answers,
 * scores and a report, offline on a local AWS or on a real account.
 */
public final class ReproduceArticle {
    static final CommandLine COMMAND = CommandLine.of(
                    ReproduceArticle.class,
                    "Plays a fine-tuning article from raw question/answer pairs to the report. By default it runs offline,\n"
                            + "on a local AWS in this JVM whose models are small stand-ins that are really trained.")
            .option(
                    "--data DIR",
                    "the article's layout: rawdata/training.json, rawdata/validation.json,\neval/label.json (default: a data set of the project's own)")
            .option("--out DIR", "where the results go (default target/article)")
            .option("--system-prompt TEXT", "goes into every record and every question")
            .option("--model ID", "a tunable model (default Claude 3 Haiku, with --aws Nova Micro)")
            .flag("--aws", "use what the AWS SDK's default chain reaches, for real money; goes on where it stopped")
            .option("--bucket B", "with --aws: where data and results go, created when missing")
            .option("--role R", "with --aws: the ARN of the service role, or the name of one to create")
            .option("--yes-spend USD", "with --aws: agree to spend up to so much without being asked")
            .json()
            .example("")
            .example("--data ../my-article --model nova-micro")
            .example("--aws --bucket my-bucket --role my-tuning-role");

    private ReproduceArticle() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, ReproduceArticle::run);
    }

    static int run(Options options, Console console) {
        boolean real = options.has("--aws");
        options.belongTo("--aws", "--bucket", "--role", "--yes-spend");
        BaseModel model = ArticleRun.tunable(
                options.text("--model").orElse(real ? BaseModel.NOVA_MICRO.name() : BaseModel.CLAUDE_3_HAIKU.name()));
        ArticleFiles files = new ArticleFiles(options.path("--out").orElse(Path.of("target", "article")));
        ArticleData data = options.path("--data")
                .map(ArticleData::in)
                .orElseGet(() -> ArticleData.bundled(files.folder().resolve("data")));
        String systemPrompt = options.text("--system-prompt").orElse(ArticleRun.SYSTEM_PROMPT);
        if (systemPrompt.isBlank()) {
            throw InvalidInputException.of("--system-prompt is empty", "give a text, or leave it out.");
        }
        if (!real) {
            files.clear();
        }
        try (Stage stage = real ? realStage(options, model, data, files, console) : Stage.local(model)) {
            if (stage.standIn()) {
                console.say(
                        (real ? "The endpoint is a local AWS" : "Offline, on a local AWS")
                                + " whose models are stand-ins: small, really trained, and not the models they are named after.");
            }
            new ArticleRun(stage, model, data, files, systemPrompt, console).run();
        }
        console.say("Results: " + files.folder());
        console.object(files.report());
        return 0;
    }

    private static Stage realStage(
            Options options, BaseModel model, ArticleData data, ArticleFiles files, Console console) {
        String bucket = options.required("--bucket");
        String role = options.required("--role");
        SpendingConsent consent = new SpendingConsent(ArticleRun.highestCost(model, data));
        return Stage.aws(
                model, bucket, role, consent.ask(options.text("--yes-spend").orElse(null), console), files.ledger());
    }
}
