package io.github.tune4j.benchmarks;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.bertscore.OnnxTokenEncoder;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.metric.BertScore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Tokens a second: all of BERTScore (each distinct text once, tokens, vectors, matching) beside a bare ONNX Runtime
 * session on ready token ids, in the settings that were found fastest. Padding is never counted.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 5)
public class BertScoreBenchmark {

    /** The texts and the complete pipeline. */
    @State(Scope.Benchmark)
    public static class Pipeline {
        private final List<Answer> answers = AnswerTexts.pairs(125);
        private final OnnxTokenEncoder encoder = OnnxTokenEncoder.bundled();
        private final BertScore metric = BertScore.of(encoder);
        private final List<List<String>> tokens = Stream.concat(
                        answers.stream().map(Answer::text),
                        answers.stream().map(answer -> answer.reference().orElseThrow()))
                .distinct()
                .map(encoder::tokens)
                .toList();

        @TearDown
        public void close() {
            encoder.close();
        }

        private long countTokens() {
            return tokens.stream().mapToLong(List::size).sum();
        }
    }

    /** A bare session on the same tokens. */
    @State(Scope.Benchmark)
    public static class Bare {
        private BareSession oneByOne;
        private BareSession eightByLength;

        @Setup
        public void open(Pipeline pipeline) throws Exception {
            oneByOne = new BareSession(pipeline.tokens, 1);
            eightByLength = new BareSession(pipeline.tokens, 8);
        }

        @TearDown
        public void close() throws Exception {
            oneByOne.close();
            eightByLength.close();
        }
    }

    /** What is counted beside the runs. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Counted {
        public long tokens;
    }

    @Benchmark
    public List<Verdict> complete(Pipeline pipeline, Counted counted) {
        counted.tokens += pipeline.countTokens();
        return pipeline.metric.scoreAll(pipeline.answers);
    }

    @Benchmark
    public double bareOneByOne(Pipeline pipeline, Bare bare, Counted counted) {
        counted.tokens += pipeline.countTokens();
        return bare.oneByOne.run();
    }

    @Benchmark
    public double bareEightByLength(Pipeline pipeline, Bare bare, Counted counted) {
        counted.tokens += pipeline.countTokens();
        return bare.eightByLength.run();
    }
}
