package io.github.tune4j.run;

/** Something that can say of itself what belongs into a report. */
@FunctionalInterface
public interface Reportable {
    /**
     * Its part of a report, in neutral blocks that any printer can show.
     *
     * @return one section
     */
    ReportSection section();
}
