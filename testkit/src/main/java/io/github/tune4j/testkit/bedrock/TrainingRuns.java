package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.standin.Trained;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads the data of jobs, and trains in the background while the clock goes on. Thread-safe. */
final class TrainingRuns implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 30_000;

    private final JobStorage storage;
    private final Foundations foundations;
    private final TunedModels tuned;
    private final Map<String, CompletableFuture<Run>> running = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "tune4j-local-training");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    });

    /**
     * A training.
     *
     * @param lessons what it learned from
     * @param trained what came of it
     * @param tokens how many tokens the training data has
     */
    record Run(Lessons lessons, Trained trained, long tokens) {
        /** How many epochs were run. */
        int epochs() {
            return trained.steps().isEmpty()
                    ? 0
                    : trained.steps().get(trained.steps().size() - 1).epoch();
        }
    }

    TrainingRuns(JobStorage storage, Foundations foundations, TunedModels tuned) {
        this.storage = storage;
        this.foundations = foundations;
        this.tuned = tuned;
    }

    /** Checks a job's data and what it may write, and begins to train. */
    void begin(Resource job) throws JobFailure {
        BaseModel base = foundations.ofTuningId(job.local().path("tuningId").asText());
        TrainingFiles files = new TrainingFiles(base.limits());
        String trainingUri =
                job.answer().path("trainingDataConfig").path("s3Uri").asText();
        TrainingFiles.Content training = files.training(trainingUri, storage.read(job, S3Uri.of(trainingUri)));
        TrainingFiles.Content validation = TrainingFiles.Content.NONE;
        for (JsonNode validator : job.answer().path("validationDataConfig").path("validators")) {
            String uri = validator.path("s3Uri").asText();
            validation = files.validation(uri, storage.read(job, S3Uri.of(uri)));
        }
        files.together(training.records().size() + validation.records().size());
        storage.probe(
                job,
                S3Uri.of(job.answer().path("outputDataConfig").path("s3Uri").asText()));

        Lessons lessons = new Lessons(
                training.records(),
                validation.records(),
                new HyperParameterCheck(base).settings(job.answer().path("hyperParameters")),
                job.local().path("startsFrom").asText());
        running.put(
                job.arn(),
                CompletableFuture.supplyAsync(() -> new Run(lessons, tuned.learn(lessons), training.tokens()), worker));
    }

    /** Waits for the end of a job's training. After a restart it is done again. */
    Run end(Resource job) throws JobFailure {
        if (!running.containsKey(job.arn())) {
            begin(job);
        }
        try {
            return running.get(job.arn()).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the stand-in could not be trained", e);
        }
    }

    void forget(Resource job) {
        running.remove(job.arn());
    }

    /** Breaks off what is being trained and waits for its thread to end. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
