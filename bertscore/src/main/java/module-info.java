import org.jspecify.annotations.NullMarked;

/** Token vectors for BERTScore from any exported BERT-like encoder. */
@NullMarked
module io.github.tune4j.bertscore {
    requires transitive io.github.tune4j.evaluation;
    requires static transitive org.jspecify;
    requires static ai.djl.tokenizers;
    requires com.fasterxml.jackson.databind;
    requires com.microsoft.onnxruntime;
    requires jakarta.validation;

    exports io.github.tune4j.bertscore;

    opens io.github.tune4j.bertscore to
            org.hibernate.validator;
}
