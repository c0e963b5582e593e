package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.ExaminedSet.Entry;
import io.github.tune4j.dataset.quality.Finding.Kind;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.text.Topic;
import io.github.tune4j.text.TopicFinder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the doctor: every set is read once, and the records that may be alike once more. */
final class Examination {
    private static final int RECORDS_A_TASK = 128;
    private static final int MOST_TOPICS = 20;
    private static final int MOST_QUESTIONS_FOR_TOPICS = 2_000;

    private final Settings settings;
    private final Findings findings;
    private final List<SetChart> charts = new ArrayList<>();

    /**
     * What is examined, and how.
     *
     * @param sets in the order evaluation, validation, training, as far as they are there
     * @param topics whose coverage is wanted; null when they are to be found
     */
    record Settings(
            List<ExaminedSet> sets,
            @Nullable List<Topic> topics,
            double likeness,
            boolean showValues,
            int maxFindingsKept,
            @Nullable ProgressListener progress) {}

    Examination(Settings settings) {
        this.settings = settings;
        this.findings = new Findings(settings.maxFindingsKept());
    }

    QualityReport run() {
        List<ExaminedSet> sets = settings.sets();
        List<Topic> topics = topics();
        Topics coverage = new Topics(topics);
        Suspects suspects = new Suspects(settings.likeness());
        long records = sets.stream().mapToLong(ExaminedSet::records).sum();
        try (Progress.Meter meter =
                Progress.meter("examining records", records, settings.progress(), TimeSource.system())) {
            for (int i = 0; i < sets.size(); i++) {
                boolean last = i == sets.size() - 1;
                SetChart chart = new SetChart(sets.get(i), findings, settings.showValues());
                charts.add(chart);
                boolean evaluation = !last && sets.get(i).role().equals(DatasetDoctor.EVALUATION);
                observe(sets.get(i), topics, record -> {
                    chart.add(record);
                    suspects.add(record, last);
                    if (last) {
                        coverage.addPair(
                                record.question().mentions(),
                                record.answer() == null
                                        ? new int[0]
                                        : record.answer().mentions());
                    } else if (evaluation) {
                        coverage.addEvaluationQuestion(record.question().mentions());
                    }
                    meter.add(1);
                });
                chart.finish();
                suspects.nextSet();
            }
        }
        new RelationCheck(sets, charts, settings.likeness()).check(suspects.pairs(), findings::add);
        List<TopicCoverage> topicCoverage = coverage.coverage();
        topicCoverage.stream().filter(TopicCoverage::thin).forEach(this::reportThin);
        List<QualityReport.ExaminedFile> files = new ArrayList<>();
        charts.forEach(chart -> files.add(0, chart.facts()));
        return new QualityReport(files, findings, topicCoverage);
    }

    private void observe(ExaminedSet set, List<Topic> topics, java.util.function.Consumer<Observation> taken) {
        try (Stream<Entry> entries = set.reader().get()) {
            InOrder.each(
                    new Batches(entries.iterator()),
                    batch -> batch.stream()
                            .map(b -> Observation.of(b.entry, topics, b.systemIsNew))
                            .toList(),
                    observations -> observations.forEach(taken),
                    set.name());
        }
    }

    /** A record, and whether its system prompt is another than that of the record before it. */
    private record Read(Entry entry, boolean systemIsNew) {}

    private static final class Batches implements Iterator<List<Read>> {
        private final Iterator<Entry> entries;
        private @Nullable String lastSystem;

        Batches(Iterator<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public List<Read> next() {
            List<Read> batch = new ArrayList<>(RECORDS_A_TASK);
            while (batch.size() < RECORDS_A_TASK && entries.hasNext()) {
                Entry entry = entries.next();
                batch.add(new Read(entry, !Objects.equals(entry.system(), lastSystem)));
                lastSystem = entry.system();
            }
            return batch;
        }
    }

    /** The topics that were given, those of the evaluation questions, or those of the data. */
    private List<Topic> topics() {
        if (settings.topics() != null) {
            return settings.topics();
        }
        ExaminedSet first = settings.sets().get(0);
        boolean evaluation = first.role().equals(DatasetDoctor.EVALUATION);
        ExaminedSet source =
                evaluation ? first : settings.sets().get(settings.sets().size() - 1);
        TopicFinder finder = new TopicFinder();
        try (Stream<Entry> entries = source.reader().get()) {
            entries.limit(MOST_QUESTIONS_FOR_TOPICS).forEach(entry -> finder.add(entry.question()));
        }
        return finder.topics(MOST_TOPICS, evaluation ? 1 : 2);
    }

    private void reportThin(TopicCoverage topic) {
        String asked = topic.evaluationQuestions() == 0
                ? ""
                : ", and " + topic.evaluationQuestions()
                        + (topic.evaluationQuestions() == 1 ? " evaluation question asks" : " evaluation questions ask")
                        + " about it";
        findings.add(new Finding(
                Kind.THIN_TOPIC,
                Severity.WARNING,
                List.of(),
                null,
                null,
                null,
                null,
                "The data says little about \"" + topic.topic() + "\": " + counted(topic.pairs(), "pair") + " with "
                        + counted(topic.mentions(), "mention") + ", " + counted(topic.questions(), "question") + asked
                        + ".",
                "add pairs about it (DatasetGenerator.topics)."));
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
