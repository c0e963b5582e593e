package io.github.tune4j;

/**
 * The thread was interrupted while it waited. Files and jobs are kept, nothing on AWS was touched, and the thread's
 * interrupt flag is set again.
 */
public final class CancelledException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient String resumeWith;

    private CancelledException(String resumeWith, InterruptedException cause) {
        super("The wait was interrupted.", "go on with " + resumeWith + ".", cause);
        this.resumeWith = resumeWith;
    }

    /**
     * Turns an interrupt into this exception and sets the thread's interrupt flag again.
     *
     * @param resumeWith the file or ARN from which the work goes on
     * @param cause the interrupt
     * @return the exception, to be thrown by the caller
     */
    public static CancelledException interrupted(String resumeWith, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CancelledException(resumeWith, cause);
    }

    /**
     * The file or ARN from which the work goes on.
     *
     * @return what to hand to the next run
     */
    public String resumeWith() {
        return resumeWith;
    }
}
