package io.github.tune4j.job;

import io.github.tune4j.TuneException;
import java.util.List;

/** There is a job of that name, and it is another one. */
public final class JobMismatchException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient JobSnapshot existing;
    private final transient List<String> differences;

    private JobMismatchException(JobSnapshot existing, List<String> differences) {
        super(
                "There is a job " + existing.name() + " (" + existing.arn() + "), and it is another one: "
                        + String.join("; ", differences) + ".",
                "choose another name, or give the settings of that job.",
                null);
        this.existing = existing;
        this.differences = List.copyOf(differences);
    }

    /**
     * For whoever looks for a job by its name.
     *
     * @param existing the job that is there
     * @param differences one sentence a setting, with both values
     * @return the exception
     */
    public static JobMismatchException of(JobSnapshot existing, List<String> differences) {
        return new JobMismatchException(existing, differences);
    }

    /**
     * The job that is there.
     *
     * @return as it was seen
     */
    public JobSnapshot existing() {
        return existing;
    }

    /**
     * What differs.
     *
     * @return one sentence a setting, with both values
     */
    public List<String> differences() {
        return differences;
    }
}
