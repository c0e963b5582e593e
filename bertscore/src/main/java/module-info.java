import org.jspecify.annotations.NullMarked;

/** Token vectors for BERTScore from any exported BERT-like encoder. */
@NullMarked
module io.github.tune4j.bertscore {
    requires transitive io.github.tune4j.evaluation;
    requires static transitive org.jspecify;
}
