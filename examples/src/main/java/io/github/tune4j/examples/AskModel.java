package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.Attachment;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.examples.article.ArticleRun;
import io.github.tune4j.examples.asking.Columns;
import io.github.tune4j.examples.asking.Served;
import io.github.tune4j.examples.asking.TwoModels;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a model, or base and tuned model side by side, and prints what they say while they say it. */
public final class AskModel {
    private static final String LIMIT_USD = "1.00";

    /** A local AWS charges nothing; an hour of throughput must fit in. */
    private static final String OFFLINE_LIMIT_USD = "1000";

    private static final int USUAL_WIDTH = 100;

    static final CommandLine COMMAND = CommandLine.of(
                    AskModel.class,
                    "Asks a model and prints what it says while it says it; without QUESTION it asks what you type, line by\n"
                            + "line, each question for itself. By default it runs offline, on a local AWS in this JVM whose models are\n"
                            + "small stand-ins; with --compare the tuned one is tuned first, with the project's own data.")
            .optionalArgument("QUESTION", "what to ask (default: what is typed, until an empty line or the end)")
            .flag("--compare", "base and tuned model side by side")
            .option(
                    "--model ID",
                    "a name such as nova-micro (default claude-3-haiku); with --aws also a model id, an inference\nprofile, or the ARN of a throughput or deployment")
            .option("--tuned ARN", "with --aws --compare: the throughput or deployment of the tuned model")
            .option("--document FILE", "goes with each question, for example a PDF")
            .option("--system-prompt TEXT", "how to answer (default offline: the one that the stand-in is tuned with)")
            .option("--temperature T", "0 to 1 (default: the model's own)")
            .option("--top-p P", "0 to 1 (default: the model's own)")
            .option("--max-tokens N", "the longest answer (default 1024)")
            .flag("--aws", "use what the AWS SDK's default chain reaches, for real money")
            .option("--region R", "with --aws: where the model is (default us-west-2)")
            .option("--limit-usd USD", "with --aws: nothing is asked beyond it (default " + LIMIT_USD + ")")
            .json()
            .example("\"What is Amazon Bedrock?\"")
            .example("--compare \"What is provisioned throughput?\"")
            .example("--aws --model us.amazon.nova-micro-v1:0 --temperature 0");

    private AskModel() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(
                args,
                (options, console) -> run(options, console, new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    /** Somebody who answers, under a name. */
    private record Speaker(String label, StreamingChatModel model) {}

    static int run(Options options, Console console, Reader typed) throws IOException {
        boolean real = options.has("--aws");
        check(options, real);
        String id = options.text("--model").orElse(BaseModel.CLAUDE_3_HAIKU.name());
        if (real) {
            Budget budget = Budget.ofUsd(options.text("--limit-usd").orElse(LIMIT_USD));
            try (TwoModels models = TwoModels.aws(options.text("--region").orElse(null), id, budget)) {
                List<Speaker> speakers = new ArrayList<>(List.of(new Speaker("base", models.base())));
                if (options.has("--compare")) {
                    speakers.add(new Speaker(
                            "tuned",
                            models.existing(options.required("--tuned")).model()));
                }
                return ask(speakers, options, budget, console, typed);
            }
        }
        console.note(TwoModels.STAND_INS);
        return offline(ArticleRun.tunable(id), options, console, typed);
    }

    private static void check(Options options, boolean real) {
        if (options.has("--tuned") && !(real && options.has("--compare"))) {
            throw InvalidInputException.of(
                    "--tuned goes with --aws --compare", "offline, the tuned model is made on the spot.");
        }
        if (options.has("--json") && options.text("QUESTION").isEmpty()) {
            throw InvalidInputException.of("--json prints one object, and there is no QUESTION", "give one.");
        }
    }

    private static int offline(BaseModel base, Options options, Console console, Reader typed) throws IOException {
        try (TwoModels models = TwoModels.local(base, OFFLINE_LIMIT_USD)) {
            Speaker first = new Speaker("base", models.base());
            if (!options.has("--compare")) {
                return ask(List.of(first), options, models.budget(), console, typed);
            }
            console.note("Tuning and serving the stand-in of " + base.title() + " ...");
            try (Served tuned =
                    models.serve(models.tuneStandIn(base, systemPrompt(options, false)), Duration.ofHours(1))) {
                tuned.await();
                return ask(
                        List.of(first, new Speaker("tuned", tuned.model())), options, models.budget(), console, typed);
            }
        }
    }

    private static String systemPrompt(Options options, boolean real) {
        return options.text("--system-prompt").orElse(real ? "" : ArticleRun.SYSTEM_PROMPT);
    }

    private static int ask(List<Speaker> speakers, Options options, Budget budget, Console console, Reader typed)
            throws IOException {
        if (options.text("QUESTION").isPresent()) {
            String question = options.required("QUESTION");
            List<ChatReply> replies = answer(speakers, request(question, options), console);
            console.object(json(question, speakers, replies, budget).toString());
            return replies.stream().anyMatch(r -> r.stopReason() == StopReason.REFUSED) ? 1 : 0;
        }
        BufferedReader lines = new BufferedReader(typed);
        prompt(console);
        for (String line = lines.readLine(); line != null && !line.isBlank(); line = lines.readLine()) {
            answer(speakers, request(line, options), console);
            prompt(console);
        }
        console.say("");
        return 0;
    }

    private static void prompt(Console console) {
        console.sayPart("? ");
    }

    private static ChatRequest request(String question, Options options) {
        Attachment[] documents = options.path("--document").stream()
                .map((Path file) -> Attachment.of(file))
                .toArray(Attachment[]::new);
        ChatOptions.Builder conditions = ChatOptions.builder()
                .maxTokens(options.integer("--max-tokens", 1).orElse(1024));
        options.decimal("--temperature").ifPresent(conditions::temperature);
        options.decimal("--top-p").ifPresent(conditions::topP);
        ChatRequest.Builder request =
                ChatRequest.builder(Message.user(question, documents)).options(conditions.build());
        String system = systemPrompt(options, options.has("--aws"));
        return (system.isBlank() ? request : request.system(system)).build();
    }

    private static List<ChatReply> answer(List<Speaker> speakers, ChatRequest request, Console console) {
        if (speakers.size() == 1) {
            ChatReply reply = speakers.get(0).model().chat(request, console::sayPart);
            console.say("");
            console.note(facts(reply));
            return List.of(reply);
        }
        int width = width();
        Columns columns = new Columns(width, console::say);
        for (int i = 0; i < 2; i++) {
            columns.add(
                    i,
                    speakers.get(i).label() + "\n"
                            + "-".repeat(speakers.get(i).label().length()) + "\n");
        }
        CompletableFuture<ChatReply> left =
                CompletableFuture.supplyAsync(() -> heard(speakers.get(0), request, columns, 0));
        ChatReply right = heard(speakers.get(1), request, columns, 1);
        ChatReply first = joined(left);
        for (int i = 0; i < 2; i++) {
            console.note(speakers.get(i).label() + ": " + facts(i == 0 ? first : right));
        }
        return List.of(first, right);
    }

    private static ChatReply heard(Speaker speaker, ChatRequest request, Columns columns, int column) {
        try {
            Consumer<String> piece = text -> columns.add(column, text);
            return speaker.model().chat(request, piece);
        } finally {
            columns.end(column);
        }
    }

    private static ChatReply joined(CompletableFuture<ChatReply> reply) {
        try {
            return reply.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TuneException ours ? ours : e;
        }
    }

    private static int width() {
        @Nullable String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    private static String facts(ChatReply reply) {
        return "%s, %d tokens in, %d out, %d ms%s"
                .formatted(
                        reply.model(),
                        reply.usage().inputTokens(),
                        reply.usage().outputTokens(),
                        reply.latency().toMillis(),
                        switch (reply.stopReason()) {
                            case MAX_TOKENS -> ", cut off at the longest answer";
                            case REFUSED -> ", declined by the model or a filter";
                            default -> "";
                        });
    }

    private static ObjectNode json(String question, List<Speaker> speakers, List<ChatReply> replies, Budget budget) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("question", question);
        for (int i = 0; i < speakers.size(); i++) {
            ChatReply reply = replies.get(i);
            json.withArray("answers")
                    .addObject()
                    .put("label", speakers.get(i).label())
                    .put("model", reply.model())
                    .put("text", reply.text())
                    .put("stopReason", reply.stopReason().name())
                    .put("inputTokens", reply.usage().inputTokens())
                    .put("outputTokens", reply.usage().outputTokens())
                    .put("latencyMillis", reply.latency().toMillis());
        }
        return json.put("usd", budget.spentUsd().setScale(6, RoundingMode.HALF_UP))
                .put("unpriced", budget.unpriced().size());
    }
}
