import org.jspecify.annotations.NullMarked;

/** Metrics, judge, statistics and report. Everything runs from answer files; no AWS. */
@NullMarked
module io.github.tune4j.evaluation {
    requires transitive io.github.tune4j.dataset;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires jakarta.validation;
    requires org.apache.commons.numbers.gamma;
    requires org.apache.commons.statistics.distribution;
    requires org.apache.lucene.analysis.kuromoji;
    requires org.apache.lucene.core;
    requires org.slf4j;

    exports io.github.tune4j.evaluation;
    exports io.github.tune4j.evaluation.judge;
    exports io.github.tune4j.evaluation.metric;
    exports io.github.tune4j.evaluation.statistics;

    opens io.github.tune4j.evaluation to
            org.hibernate.validator;
    opens io.github.tune4j.evaluation.judge to
            org.hibernate.validator;
}
