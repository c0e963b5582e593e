package io.github.tune4j.examples.tuning;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.HyperParameterAdvisor;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.Budget;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The options that describe a tuning job, the same for the mains that check, submit and vary one. */
public final class TuningOptions {
    private static final String ROLE = "tune4j-tuning";

    /** Options by AWS's name of the hyperparameter that they set. */
    private static final Map<String, String> HYPER_PARAMETERS = new LinkedHashMap<>();

    static {
        HYPER_PARAMETERS.put("--epochs", "epochCount");
        HYPER_PARAMETERS.put("--batch-size", "batchSize");
        HYPER_PARAMETERS.put("--learning-rate", "learningRate");
        HYPER_PARAMETERS.put("--learning-rate-multiplier", "learningRateMultiplier");
        HYPER_PARAMETERS.put("--warmup-steps", "learningRateWarmupSteps");
        HYPER_PARAMETERS.put("--early-stopping-threshold", "earlyStoppingThreshold");
        HYPER_PARAMETERS.put("--early-stopping-patience", "earlyStoppingPatience");
    }

    private final Options options;
    private final ModelCatalog models;
    private final BaseModel model;

    private TuningOptions(Options options) {
        this.options = options;
        this.models = options.path("--models").map(ModelCatalog::read).orElseGet(ModelCatalog::bundled);
        this.model = models.get(options.text("--model").orElse(BaseModel.CLAUDE_3_HAIKU.name()));
    }

    /** Reads them. */
    public static TuningOptions of(Options options) {
        return new TuningOptions(options);
    }

    /**
     * Describes them.
     *
     * @param value what stands for the value of a hyperparameter
     */
    public static CommandLine describe(CommandLine command, String value) {
        command.required("--training F", "JSON Lines in the model's format")
                .option("--validation F", "the same, for the validation loss")
                .required("--name N", "of the job, and of the tuned model; used up for ever")
                .required("--bucket B", "a bucket, or s3://bucket/prefix, for data and results; made when missing")
                .option("--model ID", "a name of the catalogue or a model id (default claude-3-haiku)")
                .option(
                        "--role R",
                        "the service role: an ARN, or a name that is made when missing\n(default " + ROLE + ")")
                .option(
                        "--region R",
                        "where (default: the SDK's own if the model can be tuned there, else the model's)")
                .option("--model-name N", "of the tuned model, where the job's name holds dots or plus signs")
                .option("--kms-key K", "encrypts the tuned model")
                .flag("--advise", "sets what you leave open as AWS advises for so much data");
        HYPER_PARAMETERS.forEach((option, name) -> command.option(option + " " + value, name));
        return command.option("--budget USD", "nothing is bought beyond it")
                .option("--ledger F", "keeps what was spent, so that a restart does not refill the purse")
                .option("--models F", "catalogue entries of your own (JSON)")
                .option("--prices F", "prices of your own (JSON)");
    }

    /** A session over what the SDK's default chain reaches, to be closed. */
    public AwsSession session() {
        AwsSession.Builder session = AwsSession.builder().region(region()).models(models);
        options.path("--prices").map(PriceList::read).ifPresent(session::prices);
        options.text("--budget").ifPresent(usd -> session.budget(budget(usd)));
        return session.build();
    }

    private Budget budget(String usd) {
        Budget.Builder budget = Budget.builder(usd);
        options.path("--ledger").ifPresent(budget::ledger);
        return budget.build();
    }

    /** A region that is set for other things does not decide where a model is tuned that is not there. */
    private Region region() {
        List<String> regions = model.regions();
        String given = options.text("--region").orElseGet(() -> usual(regions));
        return Region.of(given);
    }

    private static String usual(List<String> regions) {
        String fallback = regions.isEmpty() ? Region.US_WEST_2.id() : regions.get(0);
        if (System.getProperty("aws.region") == null && System.getenv("AWS_REGION") == null) {
            return fallback;
        }
        try {
            String own =
                    DefaultAwsRegionProviderChain.builder().build().getRegion().id();
            return regions.contains(own) ? own : fallback;
        } catch (SdkClientException e) {
            return fallback;
        }
    }

    /** The job, all hyperparameters set. */
    public FineTuningJob.Builder job(AwsSession aws) {
        return common(aws).hyperParameters(hyperParameters());
    }

    /** The job without hyperparameters. */
    public FineTuningJob.Builder common(AwsSession aws) {
        String role = options.text("--role").orElse(ROLE);
        String bucket = options.required("--bucket");
        FineTuningJob.Builder job = FineTuningJob.builder(aws)
                .name(options.required("--name"))
                .baseModel(model)
                .serviceRole(role.startsWith("arn:") ? ServiceRole.arn(role) : ServiceRole.createIfMissing(role))
                .trainingData(training())
                .storage(bucket.startsWith("s3://") ? bucket : "s3://" + bucket)
                .createStorageIfMissing();
        options.path("--validation").map(this::data).ifPresent(job::validationData);
        options.text("--model-name").ifPresent(job::customModelName);
        options.text("--kms-key").ifPresent(job::kmsKey);
        return job;
    }

    private Dataset training() {
        return data(Path.of(options.required("--training")));
    }

    /** In the model's format, whatever is in it: what is wrong is told line by line. */
    private Dataset data(Path file) {
        return Dataset.open(file, model.limits().format());
    }

    private HyperParameters hyperParameters() {
        HyperParameters.Builder settings = HyperParameters.builder();
        advised().values().forEach(settings::add);
        HYPER_PARAMETERS.forEach((option, name) -> options.text(option).ifPresent(value -> settings.add(name, value)));
        return settings.build();
    }

    /** What AWS advises, if it is asked for; else nothing. */
    public HyperParameters advised() {
        return options.has("--advise")
                ? HyperParameterAdvisor.advise(model, training().records()).hyperParameters()
                : HyperParameters.builder().build();
    }

    /** Every combination of the values that were given, separated by commas, by a short name each. */
    public Map<String, HyperParameters> grid() {
        Map<String, Map<String, String>> grid = new LinkedHashMap<>();
        grid.put("", advised().values());
        for (Map.Entry<String, String> option : HYPER_PARAMETERS.entrySet()) {
            String given = options.text(option.getKey()).orElse(null);
            if (given != null) {
                grid = crossed(grid, option.getKey(), option.getValue(), given.split(",", -1));
            }
        }
        if (grid.size() < 2) {
            throw InvalidInputException.of(
                    "There is only one variant", "give several values, for example --epochs 2,4,8.");
        }
        Map<String, HyperParameters> variants = new LinkedHashMap<>();
        grid.forEach((name, values) -> {
            HyperParameters.Builder settings = HyperParameters.builder();
            values.forEach(settings::add);
            variants.put(name, settings.build());
        });
        return variants;
    }

    private static Map<String, Map<String, String>> crossed(
            Map<String, Map<String, String>> grid, String option, String name, String[] values) {
        Map<String, Map<String, String>> larger = new LinkedHashMap<>();
        grid.forEach((before, settings) -> {
            for (String value : values) {
                Map<String, String> more = new LinkedHashMap<>(settings);
                more.put(name, value.strip());
                String label = values.length == 1 ? "" : initials(option) + value.strip();
                larger.put(before.isEmpty() || label.isEmpty() ? before + label : before + "-" + label, more);
            }
        });
        return larger;
    }

    /** {@code --learning-rate-multiplier} is {@code lrm}. */
    private static String initials(String option) {
        StringBuilder initials = new StringBuilder();
        for (String word : option.substring(2).split("-")) {
            initials.append(word.charAt(0));
        }
        return initials.toString();
    }
}
