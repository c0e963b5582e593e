package io.github.tune4j.testkit.standin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;

/**
 * Tunes a two-tower text model: prompts and completions are bags of words and word pairs, each side has an embedding table, and mini-batch
 * gradient descent on a softmax draws each prompt to its own completion and away from the others. The others are all completions of
 * the training set, a fixed sample of {@value #SAMPLE} where there are more, and the answer of a model that knows nothing. The same
 * records and settings give the same losses and the same model to the last digit, on every machine.
 */
public final class Training {
    /** At most this many of a training set's completions are candidates. */
    static final int SAMPLE = 256;

    private static final double NORMAL_RATE = 0.1;

    /** A record weighs in a step as in a batch of at least this size, or a single one would overshoot. */
    private static final int LEAST_DIVISOR = 16;

    private static final long ORDER = 20240307;

    private final List<Example> examples;
    private final List<Example> validation;
    private final TrainingSettings settings;
    private final List<Bag> candidates;
    private final Tower prompts;
    private final Tower completions;
    private final List<Trained.Step> steps = new ArrayList<>();
    private final List<Trained.Validation> validations = new ArrayList<>();

    /** A record as the towers see it, and where its completion is among the candidates: -1 when it is not. */
    private record Example(Bag prompt, Bag completion, int candidate) {}

    private Training(
            List<Example> examples,
            List<Example> validation,
            TrainingSettings settings,
            List<Bag> candidates,
            Tower prompts,
            Tower completions) {
        this.examples = examples;
        this.validation = validation;
        this.settings = settings;
        this.candidates = candidates;
        this.prompts = prompts;
        this.completions = completions;
    }

    /**
     * Tunes a model.
     *
     * @param records what to learn from, not empty
     * @param validation what to measure by after each epoch; may be empty
     * @param settings how
     * @param start what to go on from: it is left as it is
     * @throws CancellationException if the thread is interrupted
     */
    public static Trained run(
            List<TrainingRecord> records,
            List<TrainingRecord> validation,
            TrainingSettings settings,
            LocalModel start) {
        TunedModel before = start instanceof TunedModel tuned ? tuned : TunedModel.untrained();
        List<String> texts = new ArrayList<>();
        records.forEach(r -> Collections.addAll(texts, r.prompt(), r.completion()));
        Rarity rarity = before.rarity().with(texts);

        Map<String, Integer> places = candidates(records);
        List<Bag> candidates = bags(places.keySet(), rarity);
        Training training = new Training(
                examples(records, rarity, places),
                examples(validation, rarity, places),
                settings,
                candidates,
                before.prompts().copy(),
                before.completions().copy());
        double[] unsure = training.losses(training.examples);
        training.run();
        double[] sure = training.losses(training.examples);

        List<TunedModel.Learned> learned = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            double had = StrictMath.exp(-unsure[i]);
            double gained = (StrictMath.exp(-sure[i]) - had) / (1 - had);
            TrainingRecord record = records.get(i);
            learned.add(new TunedModel.Learned(record.prompt(), record.completion(), Math.max(0, gained)));
        }
        return new Trained(
                training.steps,
                training.validations,
                before.with(rarity, training.prompts, training.completions, learned));
    }

    private static Map<String, Integer> candidates(List<TrainingRecord> records) {
        Map<String, Integer> distinct = new LinkedHashMap<>();
        records.forEach(r -> distinct.putIfAbsent(r.completion(), distinct.size()));
        List<String> sample = new ArrayList<>(distinct.keySet());
        if (sample.size() > SAMPLE) {
            Collections.shuffle(sample, new Random(ORDER));
            sample = sample.subList(0, SAMPLE);
        }
        Map<String, Integer> places = new LinkedHashMap<>();
        sample.forEach(completion -> places.put(completion, places.size()));
        places.putIfAbsent(UntunedModel.KNOWS_NOTHING, places.size());
        return places;
    }

    private static List<Bag> bags(Iterable<String> texts, Rarity rarity) {
        List<Bag> bags = new ArrayList<>();
        texts.forEach(text -> bags.add(rarity.bag(text, Rarity.View.ALL)));
        return bags;
    }

    private static List<Example> examples(List<TrainingRecord> records, Rarity rarity, Map<String, Integer> places) {
        Map<String, Bag> completions = new HashMap<>();
        return records.stream()
                .map(r -> new Example(
                        rarity.bag(r.prompt(), Rarity.View.ALL),
                        completions.computeIfAbsent(r.completion(), text -> rarity.bag(text, Rarity.View.ALL)),
                        places.getOrDefault(r.completion(), -1)))
                .toList();
    }

    private void run() {
        EarlyStopping.Watch watch = settings.earlyStopping() == null ? null : settings.earlyStopping().new Watch();
        List<Example> order = new ArrayList<>(examples);
        Random random = new Random(ORDER);
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            Collections.shuffle(order, random);
            for (int from = 0; from < order.size(); from += settings.batchSize()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("the training was broken off");
                }
                List<Example> batch = order.subList(from, Math.min(from + settings.batchSize(), order.size()));
                steps.add(new Trained.Step(steps.size(), epoch, step(batch)));
            }
            if (!validation.isEmpty()) {
                double loss = mean(losses(validation));
                validations.add(new Trained.Validation(steps.size(), epoch, loss));
                if (watch != null && watch.ends(loss)) {
                    return;
                }
            }
        }
    }

    private double step(List<Example> batch) {
        Candidates others = new Candidates(completions, candidates);
        List<Candidates.Pull> pulls = new ArrayList<>();
        double sum = 0;
        for (Example example : batch) {
            Candidates.Pull pull = others.pull(
                    prompts.embed(example.prompt()), completions.embed(example.completion()), example.candidate());
            pulls.add(pull);
            sum += pull.loss();
        }
        double warmth = Math.min(1, (steps.size() + 1.0) / Math.max(1, settings.warmupSteps()));
        double by = NORMAL_RATE * settings.rate() * warmth / Math.max(LEAST_DIVISOR, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            prompts.move(batch.get(i).prompt(), pulls.get(i).prompt(), by);
            completions.move(batch.get(i).completion(), pulls.get(i).own(), by);
        }
        others.move(by);
        return sum / batch.size();
    }

    private double[] losses(List<Example> of) {
        Candidates others = new Candidates(completions, candidates);
        return of.stream()
                .mapToDouble(
                        e -> others.loss(prompts.embed(e.prompt()), completions.embed(e.completion()), e.candidate()))
                .toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
