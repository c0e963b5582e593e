package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetCurator;
import io.github.tune4j.dataset.DatasetGenerator;
import io.github.tune4j.dataset.Example;
import io.github.tune4j.dataset.QaPair;
import io.github.tune4j.dataset.quality.DatasetDoctor;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Has a model on Bedrock draw questions and answers from documents, about thin topics when asked, and grade them. */
public final class GenerateDataset {
    private static final String MODEL = "us.anthropic.claude-sonnet-4-6";

    static final CommandLine COMMAND = CommandLine.of(
                    GenerateDataset.class,
                    "Draws question/answer pairs from documents (PDF, text, Markdown, HTML) by a model on Bedrock, which costs\n"
                            + "money. The file is a JSON array that ConvertDataset reads; while it is being made it is <file>.part,\n"
                            + "and the same command goes on after a crash without paying again.")
            .required("--documents a,b", "the documents, separated by commas")
            .required("--output F", "where the pairs go")
            .option("--count N", "how many pairs (default 32)")
            .option("--topics a,b,c", "ask only about these")
            .option(
                    "--fill F",
                    "training data: ask only about its thin topics, by --topics or by the names in\n--evaluation, and about nothing that it asks already")
            .option("--evaluation F", "the evaluation questions, for --fill")
            .option("--language TAG", "the language of the pairs, such as ja (default: that of the documents)")
            .option("--instructions TEXT", "rules of your own, added to the prompt")
            .option("--prompt F", "a prompt of your own instead of the library's")
            .option("--model ID", "who writes (default " + MODEL + ")")
            .option("--judge ID", "who grades each pair against its document; needs --kept and --set-aside")
            .option("--scale SCALE", "ten (default): 1 to 10, kept from --threshold on; correct: correct or incorrect")
            .option("--threshold N", "the lowest score that is kept (default 7)")
            .option("--kept F", "where graded pairs go that are good enough")
            .option("--set-aside F", "where the others go, with the reason")
            .json()
            .example("--documents guide.pdf,faq.md --output pairs.json")
            .example(
                    "--documents guide.pdf --output more.json --count 20 --fill training.jsonl --evaluation label.json");

    private GenerateDataset() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, GenerateDataset::run);
    }

    static int run(Options options, Console console) {
        try (AwsSession aws = AwsSession.builder().build()) {
            return run(options, console, id -> BedrockChatModel.of(aws, id));
        }
    }

    static int run(Options options, Console console, Function<String, ChatModel> models) {
        List<Path> documents = Arrays.stream(options.required("--documents").split(","))
                .map(name -> Path.of(name.strip()))
                .toList();
        Path output = Path.of(options.required("--output"));
        if (options.has("--judge") && !(options.has("--kept") && options.has("--set-aside"))) {
            throw InvalidInputException.of(
                    "--judge needs --kept and --set-aside", "say where the pairs go when they are graded.");
        }
        DatasetGenerator generator =
                generator(options, console, models.apply(options.text("--model").orElse(MODEL)));
        List<QaPair> pairs = generator.generate(documents, output);
        console.say(output + ": " + pairs.size() + " pairs");
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("file", output.toString())
                .put("pairs", pairs.size());
        options.text("--judge").ifPresent(judge -> {
            DatasetCurator.Curation curation = curated(options, console, models.apply(judge), documents, output);
            console.say(curation.kept() + " kept, " + curation.setAside() + " set aside, " + curation.unread()
                    + " without a grade");
            json.putObject("graded")
                    .put("kept", curation.kept())
                    .put("setAside", curation.setAside())
                    .put("unread", curation.unread());
        });
        console.object(json.toString());
        return 0;
    }

    private static DatasetGenerator generator(Options options, Console console, ChatModel model) {
        DatasetGenerator.Builder builder = DatasetGenerator.builder(model).progress(console.progress());
        options.integer("--count", 1).ifPresent(builder::count);
        options.text("--language").map(Locale::forLanguageTag).ifPresent(builder::language);
        options.text("--instructions").ifPresent(builder::instructions);
        options.path("--prompt").map(GenerateDataset::text).ifPresent(builder::prompt);
        Optional<List<String>> topics = options.text("--topics")
                .map(names -> Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
        if (options.has("--fill")) {
            Dataset training = Dataset.open(options.path("--fill").orElseThrow());
            builder.topics(thin(training, topics, options, console)).avoid(pairs(training));
        } else {
            topics.ifPresent(builder::topics);
        }
        return builder.build();
    }

    private static List<String> thin(
            Dataset training, Optional<List<String>> topics, Options options, Console console) {
        DatasetDoctor.Builder doctor = DatasetDoctor.builder(training).progress(console.progress());
        topics.ifPresent(doctor::topics);
        options.path("--evaluation").map(Question::read).ifPresent(doctor::questions);
        List<String> thin = doctor.examine().thinTopics();
        if (thin.isEmpty()) {
            throw InvalidInputException.of(
                    training.file() + " has no thin topic", "name topics with --topics, or leave --fill out.");
        }
        console.say("Thin topics: " + String.join(", ", thin));
        return thin;
    }

    private static List<QaPair> pairs(Dataset training) {
        List<QaPair> pairs = new ArrayList<>();
        try (Stream<Example> examples = training.examples()) {
            examples.forEach(example -> pairs.add(new QaPair(
                    example.messages().get(0).text(),
                    example.messages().get(example.messages().size() - 1).text(),
                    null)));
        }
        return pairs;
    }

    private static DatasetCurator.Curation curated(
            Options options, Console console, ChatModel judge, List<Path> documents, Path pairs) {
        DatasetCurator.Builder builder = DatasetCurator.builder(judge)
                .documents(documents)
                .progress(console.progress())
                .scale(
                        options.oneOf("--scale", "ten", "ten", "correct").equals("ten")
                                ? DatasetCurator.Scale.ONE_TO_TEN
                                : DatasetCurator.Scale.CORRECT_OR_INCORRECT);
        options.integer("--threshold", 1).ifPresent(builder::threshold);
        options.text("--language").map(Locale::forLanguageTag).ifPresent(builder::language);
        return builder.build()
                .curate(
                        pairs,
                        options.path("--kept").orElseThrow(),
                        options.path("--set-aside").orElseThrow());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw InvalidInputException.of(file + " cannot be read", "check that it exists and is UTF-8.", e);
        }
    }
}
