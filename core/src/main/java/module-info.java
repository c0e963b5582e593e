import org.jspecify.annotations.NullMarked;

/** Everything that talks to AWS. */
@NullMarked
module io.github.tune4j.core {
    requires transitive io.github.tune4j.dataset;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires jakarta.validation;
    requires java.desktop;
    requires org.jfree.jfreechart;
    requires org.slf4j;

    exports io.github.tune4j.aws;
    exports io.github.tune4j.training;
}
