import org.jspecify.annotations.NullMarked;

/** Text in, text out: data, answers, the port to any model, and the facts that age. No AWS, no network. */
@NullMarked
@SuppressWarnings("module") // the modules that packages are exported to are compiled later
module io.github.tune4j.dataset {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires jakarta.validation;
    requires org.hibernate.validator;
    requires org.slf4j;
    requires static org.apache.pdfbox;

    exports io.github.tune4j;
    exports io.github.tune4j.run;
    exports io.github.tune4j.chat;
    exports io.github.tune4j.answer;
    exports io.github.tune4j.dataset;
    exports io.github.tune4j.dataset.quality;
    exports io.github.tune4j.dataset.validation;
    exports io.github.tune4j.model;
    exports io.github.tune4j.json to
            io.github.tune4j.core,
            io.github.tune4j.evaluation;
    exports io.github.tune4j.document to
            io.github.tune4j.testkit;
    exports io.github.tune4j.work to
            io.github.tune4j.evaluation;

    opens io.github.tune4j.answer to
            org.hibernate.validator;
    opens io.github.tune4j.chat to
            org.hibernate.validator;
    opens io.github.tune4j.run to
            org.hibernate.validator;
    opens io.github.tune4j.dataset to
            org.hibernate.validator;
}
