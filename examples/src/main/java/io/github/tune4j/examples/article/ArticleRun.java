package io.github.tune4j.examples.article;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.AnswerCollector;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.bertscore.OnnxTokenEncoder;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetConverter;
import io.github.tune4j.dataset.DatasetGenerator;
import io.github.tune4j.dataset.quality.DatasetDoctor;
import io.github.tune4j.dataset.quality.QualityReport;
import io.github.tune4j.dataset.validation.DatasetValidator;
import io.github.tune4j.dataset.validation.ValidationReport;
import io.github.tune4j.evaluation.Comparison;
import io.github.tune4j.evaluation.Evaluation;
import io.github.tune4j.evaluation.judge.Judge;
import io.github.tune4j.evaluation.judge.Rubric;
import io.github.tune4j.evaluation.metric.BertScore;
import io.github.tune4j.evaluation.metric.Bleu;
import io.github.tune4j.evaluation.metric.Rouge;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.JobSnapshot;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.serving.OnDemandModel;
import io.github.tune4j.serving.ProvisionedModel;
import io.github.tune4j.training.LossCurves;
import io.github.tune4j.training.LossPoint;
import io.github.tune4j.training.TrainingDiagnosis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The reference article from raw pairs to the report, through the library's public API alone. */
public final class ArticleRun {
    /** What the article's prompt asked for, in words of our own. */
    public static final String SYSTEM_PROMPT =
            "You are a question-answering assistant. Answer concisely, accurately and to the point.";

    static final int MAX_TOKENS = 2048;
    static final String ASSISTANT = "claude-sonnet-4-6";
    static final Duration LEASE = Duration.ofHours(2);

    private static final ChatOptions CONDITIONS = ChatOptions.builder()
            .maxTokens(MAX_TOKENS)
            .temperature(0.1)
            .topP(0.9)
            .build();
    private static final int EPOCHS = 10;
    private static final int GENERATED_PAIRS = 32;
    private static final Duration LONGEST_TRAINING = Duration.ofHours(24);
    private static final Duration LONGEST_START = Duration.ofHours(1);

    private final Stage stage;
    private final AwsSession aws;
    private final BaseModel model;
    private final ArticleData data;
    private final ArticleFiles files;
    private final String systemPrompt;
    private final Console console;

    /** A run on a stage; nothing happens before {@link #run}. */
    public ArticleRun(
            Stage stage, BaseModel model, ArticleData data, ArticleFiles files, String systemPrompt, Console console) {
        this.stage = stage;
        this.aws = stage.session();
        this.model = model;
        this.data = data;
        this.files = files;
        this.systemPrompt = systemPrompt;
        this.console = console;
    }

    /** Plays all of it and writes the files. */
    public void run() {
        CompletableFuture<OnnxTokenEncoder> encoder = CompletableFuture.supplyAsync(OnnxTokenEncoder::bundled);
        try {
            step(1, "Question/answer pairs");
            List<Question> questions = Question.read(data.questions());
            Path validationPairs = data.document() == null ? data.validation() : generatePairs(data.document());

            step(2, "Conversion to the format of " + model.title());
            Dataset training = converter("sentence1", "sentence2").convert(data.training(), files.training());
            Dataset validation = converter("question", "answer").convert(validationPairs, files.validation());
            say(training.records() + " training and " + validation.records() + " validation records");

            step(3, "Validation against the limits of " + model.title());
            ValidationReport checked = DatasetValidator.of(model.limits())
                    .validate(training.file(), validation.file())
                    .orThrow();
            say("valid, " + checked.warningCount() + " warnings");
            QualityReport quality = DatasetDoctor.builder(training)
                    .validation(validation)
                    .questions(questions)
                    .examine();

            Training trained = train(training, validation);
            List<AnswerSheet> answers = serveAndAsk(trained.model(), questions);

            step(11, "Scores of both models");
            Comparison comparison = score(answers.get(0), answers.get(1), encoder.join());
            say(comparison.sentence());

            step(12, "Report");
            new ArticleReport(stage, files, trained.curves(), trained.diagnosis(), quality).write(comparison);
            say(files.reportHtml().toString());
        } finally {
            encoder.thenAccept(OnnxTokenEncoder::close).exceptionally(e -> null).join();
        }
    }

    private Path generatePairs(Path document) {
        say("no validation pairs given: " + GENERATED_PAIRS + " are generated from " + document.getFileName());
        DatasetGenerator.builder(assistant())
                .count(GENERATED_PAIRS)
                .build()
                .generate(List.of(document), files.generated());
        return files.generated();
    }

    private DatasetConverter converter(String promptKey, String completionKey) {
        return DatasetConverter.builder()
                .target(model.limits().format())
                .systemPrompt(systemPrompt)
                .promptKey(promptKey)
                .completionKey(completionKey)
                .build();
    }

    private record Training(CustomModel model, LossCurves curves, TrainingDiagnosis diagnosis) {}

    private Training train(Dataset training, Dataset validation) {
        step(4, "Upload to " + stage.storage());
        FineTuningJob.Builder order = FineTuningJob.builder(aws)
                .name(name(training))
                .baseModel(model)
                .serviceRole(stage.role())
                .trainingData(training)
                .validationData(validation)
                .storage(stage.storage())
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(epochs(model)));
        step(5, "Service role");
        step(6, "Fine-tuning job of " + epochs(model) + " epochs");
        FineTuningJob job = order.submitOrAttach();
        say(job.arn());
        CustomModel tuned = job.await(LONGEST_TRAINING, snapshot -> say(progressOf(snapshot)));

        step(7, "Loss curves");
        job.downloadMetrics(files.folder());
        LossCurves curves = LossCurves.read(files.trainingMetrics(), files.validationMetrics());
        TrainingDiagnosis diagnosis = job.diagnosis();
        LossCurves marked = curves.marking(diagnosis);
        marked.writePng(files.lossPng());
        marked.writeSvg(files.lossSvg());
        for (LossPoint epoch : curves.validationByEpoch()) {
            say("epoch %d: validation loss %.4f".formatted(epoch.epoch(), epoch.loss()));
        }
        say("best epoch " + diagnosis.bestEpoch()
                + (diagnosis.stoppedAfterEpoch() == null
                        ? ""
                        : ", stopped early after epoch " + diagnosis.stoppedAfterEpoch()));
        return new Training(tuned, marked, diagnosis);
    }

    private String name(Dataset training) {
        return "article-" + model.name() + "-" + training.sha256().substring(0, 8);
    }

    /** The most that a run on a real account can come to. */
    public static CostEstimate highestCost(BaseModel model, ArticleData data) {
        return new HighestCost(model, data).estimate();
    }

    /** The model of a name, if it can be tuned. */
    public static BaseModel tunable(String name) {
        BaseModel model = ModelCatalog.bundled().get(name);
        if (!model.tunable()) {
            throw InvalidInputException.of(
                    model.title() + " cannot be fine-tuned on Bedrock",
                    "give --model one of those that can: "
                            + ModelCatalog.bundled().all().stream()
                                    .filter(BaseModel::tunable)
                                    .map(BaseModel::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return model;
    }

    /** Ten, as the article had it, or as many as the model takes. */
    public static int epochs(BaseModel model) {
        return model.hyperParameters().stream()
                .filter(h -> h.name().equals("epochCount"))
                .mapToInt(h -> h.max().intValue())
                .map(most -> Math.min(EPOCHS, most))
                .findFirst()
                .orElse(EPOCHS);
    }

    private List<AnswerSheet> serveAndAsk(CustomModel tuned, List<Question> questions) {
        return model.servedBy(BaseModel.ServingKind.ON_DEMAND)
                ? onDemand(tuned, questions)
                : provisioned(tuned, questions);
    }

    private List<AnswerSheet> provisioned(CustomModel tuned, List<Question> questions) {
        step(8, "Provisioned throughput without commitment");
        say(aws.prices()
                .throughputUsdPerHour(model)
                .map(usd -> usd + " USD an hour until it is deleted")
                .orElse("its price per hour is not publicly known; it is billed until it is deleted"));
        List<AnswerSheet> answers;
        try (ProvisionedModel served = ProvisionedModel.builder(aws, tuned)
                .name(tuned.name())
                .maxLifetime(LEASE)
                .api(api())
                .provisionOrAdopt()) {
            served.awaitInService(
                    LONGEST_START, snapshot -> say(snapshot.state().toString()));
            answers = ask(served, questions);
        }
        step(10, "Throughput deleted");
        return answers;
    }

    private List<AnswerSheet> onDemand(CustomModel tuned, List<Question> questions) {
        step(8, "On-demand deployment");
        say("charged by the token; nothing while it is idle");
        List<AnswerSheet> answers;
        try (OnDemandModel served =
                OnDemandModel.builder(aws, tuned).name(tuned.name()).deployOrAdopt()) {
            served.awaitInService(LONGEST_START);
            answers = ask(served, questions);
        }
        step(10, "Deployment deleted");
        return answers;
    }

    private List<AnswerSheet> ask(ChatModel served, List<Question> questions) {
        step(9, questions.size() + " questions to the base model and to the tuned model");
        AnswerCollector collector = AnswerCollector.builder()
                .systemPrompt(systemPrompt)
                .options(CONDITIONS)
                .build();
        ChatModel base =
                BedrockChatModel.builder(aws, model.callingId()).api(api()).build();
        return List.of(
                collector.collect("base", base, questions, files.answersOfBase()),
                collector.collect("tuned", served, questions, files.answersOfTuned()));
    }

    /** The article spoke Anthropic's own request body; other models are spoken to through Converse. */
    private BedrockChatModel.Api api() {
        return model.provider().equals("Anthropic") ? BedrockChatModel.Api.INVOKE_MODEL : BedrockChatModel.Api.CONVERSE;
    }

    private Comparison score(AnswerSheet base, AnswerSheet tuned, OnnxTokenEncoder encoder) {
        Judge judge = Judge.builder(assistant(), Rubric.CORRECTNESS)
                .verdicts(files.verdicts())
                .build();
        return Evaluation.of(judge, BertScore.of(encoder), Rouge.n(1), Rouge.l(), Bleu.sentence())
                .compare(base, tuned);
    }

    /** The model that generates pairs and judges answers. */
    private ChatModel assistant() {
        return BedrockChatModel.of(aws, aws.models().get(ASSISTANT).callingId());
    }

    private static String progressOf(JobSnapshot snapshot) {
        return snapshot.state()
                + snapshot.phases().stream()
                        .map(phase -> ", " + phase.name() + " " + phase.status())
                        .collect(Collectors.joining());
    }

    private void step(int number, String what) {
        console.say("[%2d/12] %s".formatted(number, what));
    }

    private void say(String what) {
        console.say("        " + what);
    }
}
